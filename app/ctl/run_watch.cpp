#include "app/ctl/run_watch.h"

#include <iterator>
#include <utility>

namespace wikivault::ctl {

RunWatch::State RunWatch::stateOf(const SpaceId &space) const {
    const std::lock_guard lock(m_mutex);
    const auto found = m_spaces.find(space);
    return found == m_spaces.end() ? State() : found->second.state;
}

std::vector<SpaceId> RunWatch::running() const {
    const std::lock_guard lock(m_mutex);
    std::vector<SpaceId> spaces;
    for (const auto &[space, watched] : m_spaces)
        if (watched.state.runningSince) spaces.push_back(space);
    return spaces;
}

void RunWatch::await(const SpaceId &space, Waiter waiter) {
    const std::lock_guard lock(m_mutex);
    m_spaces[space].waiting.push_back(std::move(waiter));
}

void RunWatch::noteBegun(const SpaceId &space, TimePoint now) {
    const std::lock_guard lock(m_mutex);
    Watched &watched = m_spaces[space];
    watched.state.runningSince = now;
    watched.served = std::exchange(watched.waiting, {});
}

void RunWatch::noteFinished(const RunReport &report, TimePoint now) {
    std::vector<Waiter> served;
    {
        const std::lock_guard lock(m_mutex);
        Watched &watched = m_spaces[report.space];
        watched.state.runningSince.reset();
        if (report.skipped != SkipReason::LockHeld)
            watched.state.lockHeldSince.reset();
        else if (!watched.state.lockHeldSince)
            watched.state.lockHeldSince = now;
        served = std::exchange(watched.served, {});
    }
    for (const Waiter &waiter : served)
        waiter(report);
}

}  // namespace wikivault::ctl
