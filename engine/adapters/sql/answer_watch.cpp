#include "engine/adapters/sql/answer_watch.h"

#include <sys/socket.h>

#include <utility>

namespace wikivault::sql {

namespace {

constexpr std::chrono::milliseconds kLookEvery{500};

}  // namespace

AnswerWatch::AnswerWatch(int socket, std::chrono::milliseconds patience)
    : m_socket(socket),
      m_patience(patience),
      m_thread([this](const std::stop_token &stop) { watch(stop); }) {}

void AnswerWatch::begin() {
    bool wasIdle = false;
    {
        const std::lock_guard guard(m_mutex);
        m_since = std::chrono::steady_clock::now();
        wasIdle = std::exchange(m_isIdle, false);
    }
    if (wasIdle) m_wake.notify_one();
}

void AnswerWatch::end() {
    const std::lock_guard guard(m_mutex);
    m_since.reset();
}

void AnswerWatch::watch(const std::stop_token &stop) {
    std::unique_lock guard(m_mutex);
    while (!stop.stop_requested()) {
        m_isIdle = !m_since;
        m_wake.wait(guard, stop, [this] { return m_since.has_value(); });
        m_isIdle = false;
        if (m_since && std::chrono::steady_clock::now() - *m_since >= m_patience) {
            ::shutdown(m_socket, SHUT_RDWR);
            m_since.reset();
        }
        m_wake.wait_for(guard, stop, kLookEvery, [] { return false; });
    }
}

}  // namespace wikivault::sql
