#pragma once

#include "engine/core/result.h"
#include "engine/ports/change_feed.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stop_token>
#include <thread>

namespace wikivault {

/// A feed with a thread of its own. Whoever derives from it calls stop() in its destructor: the thread uses it.
class ListeningFeed : public ChangeFeed {
public:
    explicit ListeningFeed(FeedStatus before) : m_status(std::move(before)) {}
    void start(NewsSink sink) final;
    void stop() final;
    [[nodiscard]] FeedStatus status() const final;

protected:
    /// The thread: returns when stop is requested, or when there is nothing to listen to.
    virtual void listen(const std::stop_token &stop) = 0;
    void tell(const ChangeNews &news) const { m_sink(news); }
    /// Whether that is another sentence than before.
    bool setStatus(bool listening, const std::string &detail);
    void rest(std::chrono::milliseconds time, const std::stop_token &stop);

private:
    NewsSink m_sink;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_wake;
    FeedStatus m_status;  // guarded by m_mutex
    std::jthread m_thread;
};

/// One that listens through a connection and connects again when it is lost, after pauses that grow.
class ConnectedFeed : public ListeningFeed {
public:
    using ListeningFeed::ListeningFeed;

protected:
    /// Until the connection is lost or stop is requested; says isConnected() once there is one.
    virtual Result<> follow(const std::stop_token &stop) = 0;
    virtual void lost(const Error &why) = 0;
    void isConnected() { m_pause = kFirstPause; }

private:
    static constexpr std::chrono::milliseconds kFirstPause{1'000}, kLongestPause{60'000};
    void listen(const std::stop_token &stop) final;

    std::chrono::milliseconds m_pause = kFirstPause;  // own thread only
};

}  // namespace wikivault
