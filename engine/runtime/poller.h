#pragma once

#include "engine/core/schedule.h"
#include "engine/ports/change_feed.h"
#include "engine/ports/desk.h"
#include "engine/runtime/sync_service.h"

#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>

namespace wikivault {

/// Keeps selected spaces in step without anybody asking. It has no thread and no timer: whoever owns it calls tick()
/// several times in a debounce period, from any thread, and hands it every finished run and all news. Declare it before
/// the service it drives: its jobs run there and refer to it.
class Poller {
public:
    struct Surroundings {
        /// Asked on a worker before each question: somebody else keeps these spaces in step, so this one only watches.
        std::function<bool()> elsewhere = {};
        /// Asked on every tick: whatever changes in the wiki is told, so it is enough to ask once in an interval.
        std::function<bool()> isTold = {};
        /// Whatever changes in the vault of the space is told: while there was nothing to do, the next look may wait.
        std::function<bool(const SpaceId &)> isCovered = {};
        /// Asked before runs begin: why the next one does, even if none is due; empty: for no reason of its own.
        std::function<std::string()> occasion = {};
    };
    /// Off while `policy.enabled` is false. The surroundings are asked with no lock held.
    Poller(SpaceDesk &desk, const SchedulePolicy &policy, Surroundings surroundings);

    void setPolicy(const SchedulePolicy &policy);
    /// When it is time to, asks on one of the service's workers what changed, and submits the spaces that are due.
    /// Returns at once; does nothing while the previous tick is still asking.
    void tick(SyncService &service, TimePoint now);
    /// The spaces named run as soon as they may; the next tick begins that.
    void note(const ChangeNews &news);
    void noteBegun(const RunRequest &request);
    /// Somebody took away what its runs failed for: it is due, however often they failed.
    void noteMended(const SpaceId &space);
    /// It did not begin: what it was to see is still to be seen.
    void noteDropped(const RunRequest &request);
    /// Feeds the back-off; also runs somebody else asked for.
    void noteFinished(const RunReport &report, TimePoint now);
    /// Why the last question to the wiki failed; "" when it did not.
    [[nodiscard]] std::string problem() const;
    /// At the last look somebody else kept the spaces in step.
    [[nodiscard]] bool watches() const;
    /// The slug of the space, or its id while nobody has read it.
    [[nodiscard]] std::string nameOf(const SpaceId &space) const;
    [[nodiscard]] SchedulePolicy policy() const;
    /// Where each space it has read stands, by id.
    [[nodiscard]] std::vector<SpaceSchedule> schedules() const;
    /// When the space is tried again after failures; nothing while it does not fail.
    [[nodiscard]] std::optional<TimePoint> retryAt(const SpaceId &space) const;

private:
    struct Watched {
        SpaceSchedule schedule;
        std::string slug;
        std::string digest, digestAtStart;
        std::string digestSeen;  ///< by the last run, its own writes among it; empty: it did not see all
        bool partial = false;    ///< the run at hand looks at some pages only
        bool quiet = false;      ///< the last run had nothing to do
        std::string told;        ///< who told of a change since the last run began; empty: nobody
        bool toldInRun = false;  ///< while that run was on: it may have been its own write
        bool running = false;
    };
    [[nodiscard]] bool shouldAsk(TimePoint now) const;
    struct Question {
        TimePoint now;
        std::string told;  ///< who says that there are changes; empty: nobody
    };
    Result<> ask(SyncService &service, const Question &question, const std::stop_token &stop);
    bool onlyWatches();
    using EarlyNews = std::map<SpaceId, std::string>;  ///< who told of spaces that nobody had read yet
    Result<> look(const Question &question, const std::stop_token &stop);
    void takeIn(const WatchedSpace &space, const Question &question, EarlyNews &early);
    std::vector<SpaceId> dueNow(const SyncService &service, TimePoint now);
    std::vector<SpaceId> dueOrCalled(const SyncService &service, TimePoint now);
    void start(SyncService &service, const SpaceId &space);

    SpaceDesk &m_desk;
    const Surroundings m_surroundings;
    mutable std::mutex m_mutex;
    SchedulePolicy m_policy;  // guarded by m_mutex, like all below
    bool m_asking = false, m_watches = false;
    std::string m_occasion;                // of the next run
    std::string m_lookBecauseOf;           // who may have missed a change
    std::optional<TimePoint> m_askedAt;    // what changed
    std::optional<TimePoint> m_notBefore;  // after a question that failed
    std::string m_problem;
    std::map<SpaceId, Watched> m_spaces;
    EarlyNews m_toldEarly;  // until the next look
};

}  // namespace wikivault
