#include "engine/core/schedule.h"

#include <algorithm>

namespace wikivault {

using std::chrono::milliseconds;

milliseconds backOffAfter(int failures) {
    constexpr milliseconds kFirst = std::chrono::minutes(1), kLongest = std::chrono::hours(1);
    if (failures <= 0) return milliseconds(0);
    constexpr int kDoublings = 6;  // 64 minutes: beyond the longest
    return std::min(kFirst * (1 << std::min(failures - 1, kDoublings)), kLongest);
}

namespace {

/// Whatever the hour.
TimePoint wantedAt(const SpaceSchedule &space, const SchedulePolicy &policy) {
    if (!space.lastEnd) return TimePoint::min();
    milliseconds wait = space.resting ? std::max(policy.rest, policy.interval) : policy.interval;
    if (space.changed) wait = std::min(policy.debounce, policy.interval);
    wait = std::max(wait, backOffAfter(space.failures));
    const double stretch = std::clamp(space.jitter, 0.0, 1.0) / 10.0;
    return *space.lastEnd + wait +
           milliseconds(static_cast<milliseconds::rep>(static_cast<double>(wait.count()) * stretch));
}

}  // namespace

std::optional<TimePoint> dueAt(const SpaceSchedule &space, const SchedulePolicy &policy, TimePoint now) {
    if (!policy.enabled || !space.selected || space.paused || space.running) return std::nullopt;
    const TimePoint wanted = wantedAt(space, policy);
    return policy.quiet.endOf(std::max(wanted, now)).value_or(wanted);
}

std::vector<SpaceId> dueSpaces(std::vector<SpaceSchedule> spaces, const SchedulePolicy &policy, TimePoint now) {
    std::erase_if(spaces, [&](const SpaceSchedule &space) {
        const auto due = dueAt(space, policy, now);
        return !due || *due > now;
    });
    std::stable_sort(spaces.begin(), spaces.end(), [](const SpaceSchedule &a, const SpaceSchedule &b) {
        return a.changed != b.changed ? a.changed : a.lastEnd < b.lastEnd;
    });
    std::vector<SpaceId> due;
    due.reserve(spaces.size());
    for (SpaceSchedule &space : spaces)
        due.push_back(std::move(space.space));
    return due;
}

}  // namespace wikivault
