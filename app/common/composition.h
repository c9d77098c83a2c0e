#pragma once

#include "app/common/compare_desk.h"
#include "app/common/doctor_fix.h"
#include "app/common/engine_lock_desk.h"
#include "app/common/ledger_desk.h"
#include "app/common/port_factory.h"
#include "app/common/remote_desk.h"
#include "app/common/review_desk.h"
#include "app/common/space_desk.h"

#include <string>

namespace wikivault {

/// One profile put together: the only place where adapters meet the desks. Opens nothing by itself. Runs must have
/// ended before it is destroyed.
class Composition {
public:
    /// `role`: `console`, `ctl` or `serve`, as lock holders are shown.
    Composition(Settings settings, const std::string &role)
        : m_ports(std::move(settings), role),
          m_spaces(m_ports, role == "console" ? &localMoment : &utcMoment),
          m_review(m_ports),
          m_ledger(m_ports),
          m_locks(m_ports),
          m_fixes(m_ports),
          m_activity(m_ports),
          m_remotes(m_ports),
          m_compare(m_ports) {}

    [[nodiscard]] const Settings &settings() const { return m_ports.settings(); }
    [[nodiscard]] PortFactory &ports() { return m_ports; }
    [[nodiscard]] ActivityStore &activity() { return m_activity; }
    [[nodiscard]] LockDesk &locks() { return m_locks; }
    [[nodiscard]] FixDesk &fixes() { return m_fixes; }
    [[nodiscard]] RemoteDesk &remotes() { return m_remotes; }
    [[nodiscard]] CompareDesk &compare() { return m_compare; }
    [[nodiscard]] Desks desks() { return {m_spaces, m_review, m_ledger}; }

private:
    PortFactory m_ports;
    EngineSpaceDesk m_spaces;
    EngineReviewDesk m_review;
    EngineLedgerDesk m_ledger;
    EngineLockDesk m_locks;
    EngineFixDesk m_fixes;
    EngineActivityStore m_activity;
    EngineRemoteDesk m_remotes;
    EngineCompareDesk m_compare;
};

}  // namespace wikivault
