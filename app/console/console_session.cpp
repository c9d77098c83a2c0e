#include "app/console/console_session.h"

namespace wikivault {

namespace {
SchedulePolicy policyOf(const Settings &settings, bool readOnly) {
    return {settings.enabled && !readOnly, std::chrono::milliseconds(settings.pollIntervalMs),
            std::chrono::milliseconds(settings.debounceMs)};
}
}  // namespace

ConsoleSession::ConsoleSession(const ConsoleEnvironment &environment, const Settings &settings, SyncEvents events)
    : m_desks(environment.openDesks(settings)),
      m_poller(*m_desks.spaces, policyOf(settings, environment.readOnly)),
      m_service(*m_desks.spaces, SyncService::kMaxLanes, withPoller(std::move(events), environment.clock)) {}

SyncEvents ConsoleSession::withPoller(SyncEvents events, const Clock &clock) {
    events.finished = [this, &clock, finished = std::move(events.finished)](const RunReport &report) {
        m_poller.noteFinished(report, clock.now());
        finished(report);
    };
    return events;
}

}  // namespace wikivault
