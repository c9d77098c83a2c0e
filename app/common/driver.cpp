#include "app/common/driver.h"

namespace wikivault {

namespace {

SchedulePolicy policyOf(const Settings &settings, bool polls) {
    return {settings.enabled && polls, std::chrono::milliseconds(settings.pollIntervalMs),
            std::chrono::milliseconds(settings.debounceMs)};
}

}  // namespace

Driver::Driver(SpaceDesk &desk, const Settings &settings, const Clock &clock, SyncEvents events, Polling polling)
    : m_clock(clock),
      m_poller(desk, policyOf(settings, polling.on), std::move(polling.elsewhere)),
      m_service(desk, SyncService::kMaxLanes, withPoller(std::move(events))) {}

SyncEvents Driver::withPoller(SyncEvents events) {
    events.finished = [this, finished = std::move(events.finished)](const RunReport &report) {
        m_poller.noteFinished(report, m_clock.now());
        finished(report);
    };
    return events;
}

}  // namespace wikivault
