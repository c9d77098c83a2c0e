#pragma once

#include "app/common/activity_watch.h"
#include "app/common/driver.h"
#include "app/common/serve_link.h"
#include "app/console/console_environment.h"
#include "app/console/holds.h"

namespace wikivault {

/// What a session begins with.
struct SessionStart {
    Settings settings;
    SeatKeeper::Start drive = SeatKeeper::Start::Look;
};

/// The engine at work for one profile. Destroying it cancels its runs and waits for its workers, so it is done away
/// from the GUI thread.
class ConsoleSession {
public:
    /// `link`: to a `serve` of the same data directory, whose runs are told as well; null: none is followed.
    ConsoleSession(const ConsoleEnvironment &environment, const SessionStart &start, SyncEvents events,
                   std::unique_ptr<ServeLink> link = nullptr)
        : m_desks(environment.openDesks(start.settings)),
          m_activity(*m_desks.ledger, environment.readOnly ? nullptr : m_desks.activity),
          m_keeper(start.settings.enabled && !environment.readOnly && m_desks.openKeeper
                       ? m_desks.openKeeper(start.drive)
                       : nullptr),
          m_link(std::move(link)),
          m_driver(*m_desks.spaces, start.settings, environment.clock, std::move(events),
                   {!environment.readOnly, elsewhere(environment, start.settings),
                    m_desks.openFeeds ? m_desks.openFeeds() : ChangeFeeds(),
                    [this] { return m_keeper ? m_keeper->occasion() : std::string(); }}) {}

    [[nodiscard]] SpaceDesk &spaces() { return *m_desks.spaces; }
    [[nodiscard]] ReviewDesk &review() { return *m_desks.review; }
    [[nodiscard]] LedgerDesk &ledger() { return *m_desks.ledger; }
    [[nodiscard]] RemoteDesk &remotes() { return *m_desks.remotes; }
    [[nodiscard]] FixDesk &fixes() { return *m_desks.fixes; }
    [[nodiscard]] LockDesk &locks() { return *m_desks.locks; }
    [[nodiscard]] Holds &holds() { return m_holds; }
    [[nodiscard]] CompareDesk &compare() { return *m_desks.compare; }
    [[nodiscard]] ActivityWatch &activity() { return m_activity; }
    /// Null where programs cannot agree on a driver, or this one never drives.
    [[nodiscard]] SeatKeeper *keeper() const { return m_keeper.get(); }
    [[nodiscard]] Driver &driver() { return m_driver; }
    [[nodiscard]] SyncService &service() { return m_driver.service(); }

private:
    std::function<bool()> elsewhere(const ConsoleEnvironment &environment, const Settings &settings) const {
        if (m_keeper) return [keeper = m_keeper.get()] { return !keeper->mayDrive(); };
        if (!environment.isDrivenElsewhere) return {};
        return [this, ask = environment.isDrivenElsewhere, settings] {
            return (m_link && m_link->isAttached()) || ask(settings);
        };
    }

    const DeskOwner m_desks;
    ActivityWatch m_activity;
    const std::unique_ptr<SeatKeeper> m_keeper;
    const std::unique_ptr<ServeLink> m_link;  ///< asked by the driver's workers
    Driver m_driver;
    Holds m_holds;
};

}  // namespace wikivault
