#pragma once

#include "engine/ports/desk.h"
#include "engine/runtime/worker_pool.h"

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

namespace wikivault {

/// What the service tells; called on worker threads, never with a lock held, and must not block or throw. For one space
/// the calls come in order: started, progress …, finished; or dropped alone.
struct SyncEvents {
    std::function<void(const RunRequest &)> started;
    ProgressSink progress;
    std::function<void(const RunReport &)> finished;
    /// The run does not begin: see SyncService.
    std::function<void(const RunRequest &)> dropped = {};
    /// A posted job threw: a sentence for the log.
    std::function<void(const std::string &)> problem;
};

/// Runs spaces in parallel, at most one run per space at a time. Safe from any thread. Destroying it cancels everything
/// and waits for the workers; requests that had not begun are dropped without a word.
class SyncService {
public:
    static constexpr std::size_t kMaxLanes = 4;

    /// Asked on a worker just before a run begins, however long it waited for a lane; false: it is dropped.
    using Gate = std::function<bool(const RunRequest &)>;

    /// `desk` and whatever `events` refer to must outlive the service. `lanes`: runs at the same time, at most
    /// kMaxLanes.
    SyncService(SpaceDesk &desk, std::size_t lanes, SyncEvents events, Gate mayBegin = {});
    ~SyncService();

    /// Runs the space as soon as a lane is free. While it waits, further requests join it; while it runs, they make it
    /// run once more afterwards. A request that carries out a plan never joins another, nor does one that asks
    /// something else of the remote: it has a run of its own.
    void submit(const RunRequest &request);
    /// Stops the space's run at its next checkpoint and forgets requests that came meanwhile; `finished` is still
    /// called, with `cancelled` set. Nothing happens for a space without a run.
    void cancel(const SpaceId &space);
    /// The space waits for a lane or runs. Still true while `finished` is being called.
    [[nodiscard]] bool isBusy(const SpaceId &space) const;

    /// No space waits or runs.
    [[nodiscard]] bool isIdle() const;

    /// Work beside the runs, such as reading lists for the window; stopped through the returned source.
    std::stop_source post(WorkerPool::Job job);
    /// `done` is called on a worker unless the service goes down first.
    std::stop_source preview(const SpaceId &space, std::function<void(Result<Plan>)> done);

private:
    struct Run {
        RunRequest request;
        bool begun = false;
        std::stop_source stop;
        std::deque<RunRequest> later;  ///< in the order they came
    };
    void enqueue(const std::shared_ptr<Run> &run);
    void execute(const std::shared_ptr<Run> &run, const std::stop_token &shutDown);
    [[nodiscard]] bool isDropped(const RunRequest &request);
    RunReport runOnce(const RunRequest &request, const std::stop_token &stop);
    void conclude(const std::shared_ptr<Run> &run);

    SpaceDesk &m_desk;
    const SyncEvents m_events;
    const Gate m_mayBegin;
    mutable std::mutex m_mutex;
    std::map<SpaceId, std::shared_ptr<Run>> m_runs;  // guarded by m_mutex, and so is what they point to
    WorkerPool m_jobs, m_lanes;
};

}  // namespace wikivault
