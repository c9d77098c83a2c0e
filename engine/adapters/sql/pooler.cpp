#include "engine/adapters/sql/pooler.h"

#include <poll.h>
#include <chrono>
#include <memory>
#include <optional>
#include <vector>

namespace wikivault::sql {

namespace {

using Connection = std::unique_ptr<PGconn, decltype(&PQfinish)>;
using Answer = std::unique_ptr<PGresult, decltype(&PQclear)>;
using Steady = std::chrono::steady_clock;

/// A pool whose last connection we hold lets a second session wait.
constexpr std::chrono::milliseconds kPatience{2000};

bool isAnswered(PGconn &connection) {
    const auto end = Steady::now() + kPatience;
    while (PQisBusy(&connection) != 0) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - Steady::now());
        pollfd socket{PQsocket(&connection), POLLIN, 0};
        if (left.count() <= 0 || ::poll(&socket, 1, static_cast<int>(left.count())) < 0) return false;
        if (PQconsumeInput(&connection) == 0) return false;
    }
    return true;
}

/// The server's process that serves the connection now; nothing: it does not answer.
std::optional<std::string> processOf(PGconn &connection) {
    if (PQsendQuery(&connection, "select pg_backend_pid()") == 0 || !isAnswered(connection)) return std::nullopt;
    std::optional<std::string> process;
    while (const Answer answer{PQgetResult(&connection), &PQclear})
        if (PQresultStatus(answer.get()) == PGRES_TUPLES_OK) process = PQgetvalue(answer.get(), 0, 0);
    return process;
}

Connection anotherLike(PGconn &connection) {
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(PQconninfo(&connection),
                                                                               &PQconninfoFree);
    std::vector<const char *> keywords, values;
    for (const PQconninfoOption *option = options.get(); option && option->keyword != nullptr; ++option) {
        if (option->val == nullptr) continue;
        keywords.push_back(option->keyword);
        values.push_back(option->val);
    }
    keywords.push_back(nullptr);
    values.push_back(nullptr);
    return {PQconnectdbParams(keywords.data(), values.data(), 0), &PQfinish};
}

}  // namespace

Result<> refuseTransactionPool(PGconn &connection, const std::string &server) {
    const auto process = processOf(connection);
    // A pooler names a process of its own when the connection begins.
    if (!process || *process == std::to_string(PQbackendPID(&connection))) return {};
    const Connection other = anotherLike(connection);
    if (PQstatus(other.get()) != CONNECTION_OK) return {};
    constexpr int kTimes = 3;  // who else uses the pool may be in between once
    for (int i = 0; i < kTimes; ++i) {
        const auto others = processOf(*other);
        if (!others) return {};
        if (others == process || processOf(connection) != process)
            return fail(ErrorCode::Invalid, "PostgreSQL at " + server +
                                                " is reached through a pooler that shares its connections between "
                                                "transactions; name the server itself, or a pool in session mode, in "
                                                "DATABASE_URL");
    }
    return {};
}

}  // namespace wikivault::sql
