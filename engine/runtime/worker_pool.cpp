#include "engine/runtime/worker_pool.h"

#include <utility>

namespace wikivault {

WorkerPool::WorkerPool(std::size_t lanes) {
    for (std::size_t i = 0; i < lanes; ++i)
        m_running.emplace_back(std::nostopstate);
    for (std::size_t i = 0; i < lanes; ++i)
        m_lanes.emplace_back([this, i] { work(i); });
}

void WorkerPool::shutDown() {
    std::deque<Entry> dropped;
    std::vector<std::stop_source> running;
    {
        const std::lock_guard lock(m_mutex);
        m_closing = true;
        dropped.swap(m_queue);
        running = m_running;
    }
    for (std::stop_source &stop : running)
        stop.request_stop();
    m_wake.notify_all();
    m_lanes.clear();  // joins
}

std::stop_source WorkerPool::post(Job job) {
    std::stop_source stop;
    {
        const std::lock_guard lock(m_mutex);
        if (m_closing) {
            stop.request_stop();
            return stop;
        }
        m_queue.push_back({std::move(job), stop});
    }
    m_wake.notify_one();
    return stop;
}

void WorkerPool::work(std::size_t lane) {
    std::unique_lock lock(m_mutex);
    while (true) {
        m_wake.wait(lock, [this] { return m_closing || !m_queue.empty(); });
        if (m_closing) return;
        Entry entry = std::move(m_queue.front());
        m_queue.pop_front();
        m_running[lane] = entry.stop;
        lock.unlock();
        entry.job(entry.stop.get_token());
        entry = Entry{nullptr, std::stop_source(std::nostopstate)};
        lock.lock();
        m_running[lane] = std::stop_source(std::nostopstate);
    }
}

}  // namespace wikivault
