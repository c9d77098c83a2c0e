#pragma once

#include "app/common/activity_watch.h"
#include "app/common/driver.h"
#include "app/console/console_environment.h"
#include "app/console/holds.h"

namespace wikivault {

/// The engine at work for one profile. Destroying it cancels its runs and waits for its workers, so it is done away
/// from the GUI thread.
class ConsoleSession {
public:
    ConsoleSession(const ConsoleEnvironment &environment, const Settings &settings, SyncEvents events)
        : m_desks(environment.openDesks(settings)),
          m_activity(*m_desks.ledger, environment.readOnly ? nullptr : m_desks.activity),
          m_driver(*m_desks.spaces, settings, environment.clock, std::move(events),
                   {!environment.readOnly, elsewhere(environment, settings),
                    m_desks.openFeeds ? m_desks.openFeeds() : ChangeFeeds()}) {}

    [[nodiscard]] SpaceDesk &spaces() { return *m_desks.spaces; }
    [[nodiscard]] ReviewDesk &review() { return *m_desks.review; }
    [[nodiscard]] LedgerDesk &ledger() { return *m_desks.ledger; }
    [[nodiscard]] RemoteDesk &remotes() { return *m_desks.remotes; }
    [[nodiscard]] FixDesk &fixes() { return *m_desks.fixes; }
    [[nodiscard]] LockDesk &locks() { return *m_desks.locks; }
    [[nodiscard]] Holds &holds() { return m_holds; }
    [[nodiscard]] CompareDesk &compare() { return *m_desks.compare; }
    [[nodiscard]] ActivityWatch &activity() { return m_activity; }
    [[nodiscard]] Driver &driver() { return m_driver; }
    [[nodiscard]] SyncService &service() { return m_driver.service(); }

private:
    static std::function<bool()> elsewhere(const ConsoleEnvironment &environment, const Settings &settings) {
        if (!environment.isDrivenElsewhere) return {};
        return [ask = environment.isDrivenElsewhere, settings] { return ask(settings); };
    }

    const DeskOwner m_desks;
    ActivityWatch m_activity;
    Driver m_driver;
    Holds m_holds;
};

}  // namespace wikivault
