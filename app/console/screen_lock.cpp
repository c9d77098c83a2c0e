#include "app/console/screen_lock.h"

namespace wikivault {

void LockerBus::open() {
    const bool isThere = m_bus.open();
    if (isThere)
        for (const QString &locker :
             {QStringLiteral("org.freedesktop.ScreenSaver"), QStringLiteral("org.gnome.ScreenSaver")})
            m_bus.connection().connect({}, {}, locker, QStringLiteral("ActiveChanged"), this,
                                       SLOT(activeChanged(bool)));
    emit opened(isThere);
}

void LockerBus::activeChanged(bool isActive) {
    if (isActive) emit locked();
}

ScreenLock::ScreenLock(const QString &bus) {
    auto *locker = new LockerBus(bus);
    locker->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, locker, &QObject::deleteLater);
    connect(locker, &LockerBus::opened, this, &ScreenLock::opened);
    connect(locker, &LockerBus::locked, this, &ScreenLock::locked);
    m_thread.start();
    QMetaObject::invokeMethod(locker, &LockerBus::open, Qt::QueuedConnection);
}

ScreenLock::~ScreenLock() {
    m_thread.quit();
    m_thread.wait();
}

}  // namespace wikivault
