#pragma once

#include "engine/adapters/sql/event_hook.h"

#include <chrono>
#include <optional>
#include <vector>

namespace wikivault::sql {

/// One connection that listens, of the thread that opened it. Its beat is a notification to itself: a pooler between
/// us and the server, or a server that hangs, may take words without ever handing one back.
class NotificationSession {
public:
    [[nodiscard]] static Result<NotificationSession> open(const std::string &databaseUrl, const std::stop_token &stop);

    /// Asks whether the trigger is there and sends the next beat.
    Result<> beat(const std::stop_token &stop);
    /// Waits until something arrives, `stop` fires or the time is over; gives the payloads of what came for us.
    Result<std::vector<std::string>> wait(std::chrono::milliseconds time, const std::stop_token &stop);
    /// The last beat came back.
    [[nodiscard]] bool isInStep() const { return m_sent == m_heard; }
    [[nodiscard]] HookState hook() const { return m_hook; }
    [[nodiscard]] const std::string &server() const { return m_session->request().url.shown; }

private:
    explicit NotificationSession(std::unique_ptr<SqlSession> session) : m_session(std::move(session)) {}
    Result<> checkConnection() const;

    std::unique_ptr<SqlSession> m_session;
    std::string m_own;  ///< the channel of the beats
    int m_backend = 0;  ///< process of the server that serves us
    long m_sent = 0, m_heard = 0;
    HookState m_hook = HookState::Absent;
};

}  // namespace wikivault::sql
