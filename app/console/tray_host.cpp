#include "app/console/tray_host.h"

namespace wikivault {

TrayHost::TrayHost(TraySetting &setting, Surroundings surroundings)
    : m_setting(setting),
      m_surroundings(std::move(surroundings)),
      m_bus(new TrayBus(m_surroundings.bus)) {
    m_bus->moveToThread(&m_thread);
    connect(&m_thread, &QThread::finished, m_bus, &QObject::deleteLater);
    connect(m_bus, &TrayBus::answered, this, [this](TrayBus::Answer answer) { m_setting.setWhyNone(whyNone(answer)); });
    m_thread.start();
    QMetaObject::invokeMethod(m_bus, &TrayBus::open, Qt::QueuedConnection);
}

TrayHost::~TrayHost() {
    m_thread.quit();
    m_thread.wait();
}

QString TrayHost::whyNone(TrayBus::Answer answer) const {
    const bool isX11 = m_surroundings.isX11;
    switch (answer) {
        case TrayBus::Answer::Host:
            // The toolkit looks for it once, when it first needs to know.
            return m_surroundings.canShow() ? QString()
                                            : tr("This desktop's tray came after the console was started; it can be "
                                                 "used from the next start on.");
        case TrayBus::Answer::NoHost:
            if (isX11 && m_surroundings.canShow()) return {};
            return tr("This desktop has no tray: nobody in the session shows icons of programs.");
        case TrayBus::Answer::NoBus:
            if (isX11 && m_surroundings.canShow()) return {};
            return tr("This session has no message bus, so it has no tray.");
        case TrayBus::Answer::Silence:
            return tr("This desktop's tray does not answer. It is asked again when it is started anew.");
    }
    return {};
}

}  // namespace wikivault
