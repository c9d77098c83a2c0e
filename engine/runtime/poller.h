#pragma once

#include "engine/core/schedule.h"
#include "engine/ports/desk.h"
#include "engine/runtime/sync_service.h"

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace wikivault {

/// Keeps selected spaces in step without anybody asking. It has no thread and no timer: whoever owns it calls tick()
/// every debounce period, from any thread, and hands it every finished run. Declare it before the service it drives:
/// its jobs run there and refer to it.
class Poller {
public:
    /// Off while `policy.enabled` is false. `elsewhere`, asked on a worker before each question: somebody else keeps
    /// these spaces in step, so this one only watches.
    Poller(SpaceDesk &desk, const SchedulePolicy &policy, std::function<bool()> elsewhere = {});

    void setPolicy(const SchedulePolicy &policy);
    /// Asks, on one of the service's workers, what changed, and submits the spaces that are due. Returns at once; does
    /// nothing while the previous tick is still asking.
    void tick(SyncService &service, TimePoint now);
    /// Feeds the back-off; also runs somebody else asked for.
    void noteFinished(const RunReport &report, TimePoint now);
    /// Why the last question to the wiki failed; "" when it did not.
    [[nodiscard]] std::string problem() const;
    /// At the last look somebody else kept the spaces in step.
    [[nodiscard]] bool watches() const;
    /// When the space is tried again after failures; nothing while it does not fail.
    [[nodiscard]] std::optional<TimePoint> retryAt(const SpaceId &space) const;

private:
    struct Watched {
        SpaceSchedule schedule;
        std::string digest, digestAtStart;
    };
    Result<> ask(SyncService &service, TimePoint now, const std::stop_token &stop);
    Result<> readDigests();
    Result<> readRows(TimePoint now, const std::stop_token &stop);
    [[nodiscard]] bool rowsAreOld(TimePoint now) const;
    std::vector<SpaceId> dueNow(const SyncService &service, TimePoint now);
    void start(SyncService &service, const SpaceId &space);

    SpaceDesk &m_desk;
    const std::function<bool()> m_elsewhere;
    mutable std::mutex m_mutex;
    SchedulePolicy m_policy;  // guarded by m_mutex, like all below
    bool m_asking = false, m_watches = false;
    std::optional<TimePoint> m_notBefore;  // after a question that failed
    std::optional<TimePoint> m_rowsReadAt;
    std::string m_problem;
    std::map<SpaceId, Watched> m_spaces;
};

}  // namespace wikivault
