#pragma once

#include "app/console/session_bus.h"

#include <QObject>
#include <QThread>

namespace wikivault {

/// Hears from the desktop's screen locker. Opening a bus blocks for a short while, so it lives on a thread of its own.
class LockerBus : public QObject {
    Q_OBJECT

public:
    explicit LockerBus(QString address) : m_bus(QStringLiteral("wikivault-locker"), std::move(address)) {}
    void open();

signals:
    void opened(bool isThere);
    void locked();

private slots:
    void activeChanged(bool isActive);

private:
    SessionBus m_bus;
};

/// Says when the screen is locked, where the desktop tells (org.freedesktop.ScreenSaver, org.gnome.ScreenSaver).
class ScreenLock : public QObject {
    Q_OBJECT

public:
    /// `bus`: address of a D-Bus; empty: the session's.
    explicit ScreenLock(const QString &bus = {});
    ~ScreenLock() override;

signals:
    /// False: there is no bus, so nothing will be heard.
    void opened(bool isThere);
    void locked();

private:
    QThread m_thread;
};

}  // namespace wikivault
