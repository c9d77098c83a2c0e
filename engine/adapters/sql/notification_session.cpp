#include "engine/adapters/sql/notification_session.h"

#include "engine/adapters/sql/native_handle.h"

#include <libpq-fe.h>
#include <poll.h>
#include <sys/socket.h>

namespace wikivault::sql {

namespace {

tl::unexpected<Error> connectionGone(const std::string &server) {
    return fail(ErrorCode::Unavailable, "PostgreSQL at " + server + " closed the connection that listens");
}

}  // namespace

Result<NotificationSession> NotificationSession::open(const std::string &databaseUrl, const std::stop_token &stop) {
    SessionRequest request;
    TRY_ASSIGN(request.url, parseDatabaseUrl(databaseUrl));
    request.readOnly = true;
    request.statementTimeoutMs = 10'000;
    TRY_ASSIGN(std::unique_ptr<SqlSession> session, SqlSession::open(std::move(request)));
    NotificationSession listening(std::move(session));
    PGconn *const connection = postgresHandle(listening.m_session->database());
    // The server's last words would go to standard error.
    PQsetNoticeProcessor(
        connection, [](void *, const char *) {}, nullptr);
    listening.m_backend = PQbackendPID(connection);
    listening.m_own = "wikivault_beat_" + std::to_string(listening.m_backend);
    TRY(listening.m_session->execute(std::string("listen ") + kPagesChannel, {}, stop));
    TRY(listening.m_session->execute("listen " + listening.m_own, {}, stop));
    TRY(listening.beat(stop));
    return listening;
}

/// A session opens a lost connection again by itself; the new one would not listen.
Result<> NotificationSession::checkConnection() const {
    PGconn *const connection = postgresHandle(m_session->database());
    if (connection == nullptr || PQstatus(connection) != CONNECTION_OK || PQbackendPID(connection) != m_backend)
        return connectionGone(server());
    return {};
}

Result<> NotificationSession::beat(const std::stop_token &stop) {
    TRY_ASSIGN(const HookFacts facts, readHook(*m_session, stop));
    m_hook = facts.state;
    TRY(m_session->execute("select pg_notify(?, ?)", {m_own, std::to_string(++m_sent)}, stop));
    return checkConnection();
}

Result<std::vector<std::string>> NotificationSession::wait(std::chrono::milliseconds time,
                                                           const std::stop_token &stop) {
    TRY(checkConnection());
    PGconn *const connection = postgresHandle(m_session->database());
    std::vector<std::string> payloads;
    bool heardSome = false;
    const auto take = [&] {
        while (PGnotify *raw = PQnotifies(connection)) {
            const std::unique_ptr<PGnotify, decltype(&PQfreemem)> heard(raw, &PQfreemem);
            heardSome = true;
            if (heard->relname == m_own)
                m_heard = std::stol(heard->extra);
            else
                payloads.emplace_back(heard->extra);
        }
    };
    take();  // what came along with an answer
    if (heardSome || stop.stop_requested()) return payloads;
    pollfd socket{PQsocket(connection), POLLIN, 0};
    {
        const std::stop_callback cut(stop, [&socket] { ::shutdown(socket.fd, SHUT_RDWR); });
        ::poll(&socket, 1, static_cast<int>(time.count()));
    }
    if (stop.stop_requested()) return payloads;
    if (PQconsumeInput(connection) == 0) return connectionGone(server());
    take();
    return payloads;
}

}  // namespace wikivault::sql
