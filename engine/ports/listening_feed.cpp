#include "engine/ports/listening_feed.h"

#include <algorithm>

namespace wikivault {

void ListeningFeed::start(NewsSink sink) {
    m_sink = std::move(sink);
    m_thread = std::jthread([this](const std::stop_token &stop) { listen(stop); });
}

void ListeningFeed::stop() {
    m_thread.request_stop();
    if (m_thread.joinable()) m_thread.join();
}

FeedStatus ListeningFeed::status() const {
    const std::scoped_lock guard(m_mutex);
    return m_status;
}

bool ListeningFeed::setStatus(bool listening, const std::string &detail) {
    const std::scoped_lock guard(m_mutex);
    const bool isNew = m_status.detail != detail;
    m_status.listening = listening;
    m_status.detail = detail;
    return isNew;
}

void ListeningFeed::rest(std::chrono::milliseconds time, const std::stop_token &stop) {
    std::unique_lock guard(m_mutex);
    m_wake.wait_for(guard, stop, time, [] { return false; });
}

void ConnectedFeed::listen(const std::stop_token &stop) {
    while (!stop.stop_requested()) {
        const Result<> ended = follow(stop);
        if (stop.stop_requested()) return;
        if (!ended) lost(ended.error());
        rest(m_pause, stop);
        m_pause = std::min(m_pause * 2, kLongestPause);
    }
}

}  // namespace wikivault
