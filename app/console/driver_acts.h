#pragma once

#include "app/common/seat_keeper.h"
#include "app/console/serve_acts.h"
#include "engine/core/settings.h"
#include "models/driver_commands.h"

namespace wikivault {

class ConsoleCommands;

/// Whether this console polls or somebody else does: found out, shown, changed.
class DriverActs final : public DriverCommands {
public:
    explicit DriverActs(ConsoleCommands &console) : m_console(console), m_serve(console) {}

    void becomeDriver() override;
    void becomeObserver() override;

    [[nodiscard]] ServeActs &serve() { return m_serve; }
    /// Every second. The poller asks as well, but only when it polls; here it is told at once what changed.
    void look();
    /// How a session with these settings begins after the one before it.
    [[nodiscard]] SeatKeeper::Start startOf(const Settings &settings) const;

private:
    void lookForServe();
    void show(bool elsewhere, bool isKept);
    void tellChange(const DriveState &before, const DriveState &now);
    void tellRivals(const DriveState &now);
    void tellFailure(const DriveState &now);

    ConsoleCommands &m_console;
    ServeActs m_serve;
    bool m_looks = false, m_wantsToDrive = false, m_toldOfRivals = false;
    bool m_waits = false;  ///< until somebody else drives no more
};

}  // namespace wikivault
