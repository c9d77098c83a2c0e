#pragma once

#include <QDBusConnection>
#include <QString>

#include <optional>

namespace wikivault {

/// A connection of its own to the session's message bus, or to the one at an address. Belongs to one thread.
class SessionBus {
public:
    SessionBus(QString name, QString address) : m_name(std::move(name)), m_address(std::move(address)) {}
    ~SessionBus() { close(); }
    SessionBus(const SessionBus &) = delete;
    SessionBus &operator=(const SessionBus &) = delete;

    /// False: there is no bus.
    [[nodiscard]] bool open() {
        m_connection = m_address.isEmpty() ? QDBusConnection::connectToBus(QDBusConnection::SessionBus, m_name)
                                           : QDBusConnection::connectToBus(m_address, m_name);
        if (!m_connection->isConnected()) close();
        return isOpen();
    }
    void close() {
        m_connection.reset();
        QDBusConnection::disconnectFromBus(m_name);
    }
    [[nodiscard]] bool isOpen() const { return m_connection.has_value(); }
    /// Only while it is open.
    [[nodiscard]] QDBusConnection &connection() { return *m_connection; }

private:
    const QString m_name, m_address;
    std::optional<QDBusConnection> m_connection;
};

}  // namespace wikivault
