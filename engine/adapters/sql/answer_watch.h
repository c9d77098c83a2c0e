#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace wikivault::sql {

/// Cuts a connection whose server owes an answer for too long: one that stands still honours no timeout of its own, and
/// its kernel goes on answering for it. On a thread of its own.
class AnswerWatch {
public:
    AnswerWatch(int socket, std::chrono::milliseconds patience);

    /// While it lives, an answer is awaited.
    class Wait {
    public:
        /// `watch` may be null: then it waits for ever.
        explicit Wait(AnswerWatch *watch) : m_watch(watch) { again(); }
        ~Wait() {
            if (m_watch) m_watch->end();
        }
        Wait(const Wait &) = delete;
        Wait &operator=(const Wait &) = delete;
        /// A part of it came.
        void again() const {
            if (m_watch) m_watch->begin();
        }

    private:
        AnswerWatch *const m_watch;
    };

private:
    void begin();
    void end();
    void watch(const std::stop_token &stop);

    const int m_socket;
    const std::chrono::milliseconds m_patience;
    std::mutex m_mutex;
    std::optional<std::chrono::steady_clock::time_point> m_since;  // guarded by m_mutex, like the next
    bool m_isIdle = false;  ///< waking it for every statement would cost more than a short one
    std::condition_variable_any m_wake;
    std::jthread m_thread;  ///< last: joined before what it uses goes
};

}  // namespace wikivault::sql
