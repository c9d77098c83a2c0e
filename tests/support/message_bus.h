#pragma once

#include <QProcess>

namespace wikivault::test {

/// A D-Bus of this test alone; ends with it.
class MessageBus {
public:
    MessageBus() {
        m_bus.start(QStringLiteral("dbus-daemon"),
                    {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address=1")});
        if (m_bus.waitForStarted() && m_bus.waitForReadyRead(30000))
            m_address = QString::fromLatin1(m_bus.readLine().trimmed());
    }
    ~MessageBus() {
        m_bus.terminate();
        m_bus.waitForFinished();
    }
    MessageBus(const MessageBus &) = delete;
    MessageBus &operator=(const MessageBus &) = delete;

    /// Empty: the package dbus-daemon is missing.
    [[nodiscard]] const QString &address() const { return m_address; }

private:
    QProcess m_bus;
    QString m_address;
};

}  // namespace wikivault::test
