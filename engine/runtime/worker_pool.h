#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <stop_token>
#include <thread>
#include <vector>

namespace wikivault {

/// A fixed number of threads and a first-in, first-out queue. Safe from any thread.
class WorkerPool {
public:
    using Job = std::function<void(std::stop_token)>;

    explicit WorkerPool(std::size_t lanes);
    WorkerPool(const WorkerPool &) = delete;
    WorkerPool &operator=(const WorkerPool &) = delete;
    ~WorkerPool() { shutDown(); }
    /// Asks running jobs to stop and waits for them; drops jobs that have not begun and those posted from now on.
    void shutDown();

    /// Jobs must not throw. The returned source stops the job; a job that is stopped before it begins still runs, with
    /// a fired token, unless the pool is going down: then it never runs.
    std::stop_source post(Job job);

private:
    struct Entry {
        Job job;
        std::stop_source stop;
    };
    void work(std::size_t lane);

    std::mutex m_mutex;
    std::condition_variable m_wake;
    std::deque<Entry> m_queue;                // guarded by m_mutex
    std::vector<std::stop_source> m_running;  // guarded by m_mutex; one per lane
    bool m_closing = false;                   // guarded by m_mutex
    std::vector<std::jthread> m_lanes;        // own thread only
};

}  // namespace wikivault
