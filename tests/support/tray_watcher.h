#pragma once

#include <QObject>
#include <QStringList>

namespace wikivault::test {

/// What a desktop with a tray offers on the message bus; it keeps who registers.
class TrayWatcher : public QObject {
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.kde.StatusNotifierWatcher")
    Q_PROPERTY(bool IsStatusNotifierHostRegistered READ hasHost)
    Q_PROPERTY(QStringList RegisteredStatusNotifierItems READ items)
    Q_PROPERTY(int ProtocolVersion READ version)

public:
    [[nodiscard]] bool hasHost() const { return m_hasHost; }
    [[nodiscard]] QStringList items() const { return m_items; }
    [[nodiscard]] int version() const { return 0; }
    void setHost(bool hasHost) {
        m_hasHost = hasHost;
        if (hasHost)
            emit StatusNotifierHostRegistered();
        else
            emit StatusNotifierHostUnregistered();
    }

public slots:
    void RegisterStatusNotifierItem(const QString &item) { m_items << item; }

signals:
    void StatusNotifierHostRegistered();
    void StatusNotifierHostUnregistered();

private:
    bool m_hasHost = true;
    QStringList m_items;
};

}  // namespace wikivault::test
