#pragma once

#include "app/console/console_environment.h"
#include "engine/runtime/poller.h"
#include "engine/runtime/sync_service.h"

namespace wikivault {

/// The engine at work for one profile. Destroying it cancels its runs and waits for its workers, so it is done away
/// from the GUI thread.
class ConsoleSession {
public:
    ConsoleSession(const ConsoleEnvironment &environment, const Settings &settings, SyncEvents events);

    [[nodiscard]] SpaceDesk &spaces() { return *m_desks.spaces; }
    [[nodiscard]] ReviewDesk &review() { return *m_desks.review; }
    [[nodiscard]] LedgerDesk &ledger() { return *m_desks.ledger; }
    [[nodiscard]] Poller &poller() { return m_poller; }
    [[nodiscard]] SyncService &service() { return m_service; }

private:
    SyncEvents withPoller(SyncEvents events, const Clock &clock);

    const DeskOwner m_desks;
    Poller m_poller;
    SyncService m_service;
};

}  // namespace wikivault
