#pragma once

#include "engine/core/ids.h"
#include "engine/core/quiet_hours.h"
#include "engine/core/time.h"

#include <chrono>
#include <optional>
#include <vector>

/// When each space runs next (engine.md section 10). Pure.
namespace wikivault {

struct SchedulePolicy {
    bool enabled = false;                       ///< master switch: nothing is ever due while it is off
    std::chrono::milliseconds interval{15000};  ///< between the end of a run and the next one
    std::chrono::milliseconds debounce{2000};   ///< the same when the space is known to have changed
    std::chrono::milliseconds rest{3'600'000};  ///< the same when it is known not to have
    QuietHours quiet;                           ///< nothing is due in them
    bool isLookDear = false;                    ///< whoever looks for changes reads a list of every page
};

struct SpaceSchedule {
    SpaceId space;
    bool selected = true;
    bool paused = false;
    bool running = false;
    bool changed = false;              ///< its digest moved since the last run began
    bool resting = false;              ///< the last run found nothing to do, and every change would be told
    int failures = 0;                  ///< runs in a row that failed as a whole
    double jitter = 0;                 ///< 0 … 1: stretches the wait by up to a tenth, so that spaces drift apart
    std::optional<TimePoint> lastEnd;  ///< nothing: has not run yet
};

/// 0 for none, then 1 minute doubling to 1 hour.
[[nodiscard]] std::chrono::milliseconds backOffAfter(int failures);
/// As things stand at `now`. Nothing: not before something else changes (off, paused, not selected, running).
[[nodiscard]] std::optional<TimePoint> dueAt(const SpaceSchedule &space, const SchedulePolicy &policy, TimePoint now);
/// Spaces to start at `now`: changed ones first, then those that waited longest.
[[nodiscard]] std::vector<SpaceId> dueSpaces(std::vector<SpaceSchedule> spaces, const SchedulePolicy &policy,
                                             TimePoint now);

}  // namespace wikivault
