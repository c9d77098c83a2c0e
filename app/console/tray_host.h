#pragma once

#include "app/console/tray_bus.h"
#include "models/tray_setting.h"

#include <QObject>
#include <QThread>

#include <functional>

namespace wikivault {

/// Says whether this desktop shows icons of programs, and when that changes; if not, why.
class TrayHost : public QObject {
    Q_OBJECT

public:
    struct Surroundings {
        /// The toolkit can show one, whoever would hold it. Only asked when the bus answers: it asks there as well.
        std::function<bool()> canShow;
        bool isX11 = false;  ///< where a tray may be there without a bus
        QString bus = {};    ///< address of a D-Bus; empty: the session's
    };
    TrayHost(TraySetting &setting, Surroundings surroundings);
    ~TrayHost() override;

private:
    [[nodiscard]] QString whyNone(TrayBus::Answer answer) const;

    TraySetting &m_setting;
    const Surroundings m_surroundings;
    QThread m_thread;
    TrayBus *m_bus = nullptr;  ///< lives on m_thread
};

}  // namespace wikivault
