#pragma once

#include "engine/core/time.h"
#include "engine/ports/desk.h"

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

namespace wikivault::ctl {

/// What the runs of this process tell about their spaces while they run, and who waits for them. Safe from any thread.
class RunWatch {
public:
    struct State {
        std::optional<TimePoint> runningSince;
        std::optional<TimePoint> lockHeldSince;  ///< skipped since then, because somebody else leads
    };
    using Waiter = std::function<void(const RunReport &)>;

    [[nodiscard]] State stateOf(const SpaceId &space) const;
    [[nodiscard]] std::vector<SpaceId> running() const;
    /// Told the report of the next run of the space that begins, on that run's thread.
    void await(const SpaceId &space, Waiter waiter);
    void noteBegun(const SpaceId &space, TimePoint now);
    void noteFinished(const RunReport &report, TimePoint now);

private:
    struct Watched {
        State state;
        std::vector<Waiter> waiting, served;  ///< by the run to come; by the run at hand
    };
    mutable std::mutex m_mutex;
    std::map<SpaceId, Watched> m_spaces;  // guarded by m_mutex
};

}  // namespace wikivault::ctl
