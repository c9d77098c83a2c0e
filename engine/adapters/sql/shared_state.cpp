#include "engine/adapters/sql/shared_state.h"

#include "engine/adapters/sql/answer_watch.h"
#include "engine/adapters/sql/sql_error.h"

#include <QSqlError>
#include <QString>

#include <libpq-fe.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <mutex>
#include <optional>
#include <vector>

namespace wikivault::sql {

namespace {

struct CloseConnection {
    void operator()(PGconn *connection) const { PQfinish(connection); }
};
struct ClearAnswer {
    void operator()(PGresult *answer) const { PQclear(answer); }
};
using ConnectionHandle = std::unique_ptr<PGconn, CloseConnection>;
using AnswerHandle = std::unique_ptr<PGresult, ClearAnswer>;

/// Names without a schema are those of ours; for this transaction alone, so that a pooler may share the connection.
constexpr const char *kSettings =
    "set local search_path to wikivault, pg_catalog; set local statement_timeout to '30s'; "
    "set local lock_timeout to '10s'";

class AnswerRow : public Row {
public:
    AnswerRow(PGresult *answer, int row) : m_answer(answer), m_row(row) {}
    bool isNull(int column) const override { return PQgetisnull(m_answer, m_row, column) == 1; }
    std::string text(int column) const override { return PQgetvalue(m_answer, m_row, column); }
    std::int64_t number(int column) const override {
        const std::string value = text(column);
        std::int64_t result = 0;
        std::from_chars(value.data(), value.data() + value.size(), result);
        return result;
    }

private:
    PGresult *m_answer;
    int m_row;
};

/// `?` → `$1`, `$2` …; none of our statements has one in a literal.
std::string numbered(const std::string &sql) {
    std::string text;
    int number = 0;
    for (const char c : sql)
        text += c == '?' ? "$" + std::to_string(++number) : std::string(1, c);
    return text;
}

/// Text as PostgreSQL takes it: file names may hold anything.
std::string storable(const std::string &text) {
    QString clean = QString::fromStdString(text);
    return clean.remove(QChar::Null).toStdString();
}

std::optional<std::string> parameterOf(const Value &value) {
    if (const auto *number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
    if (const auto *text = std::get_if<std::string>(&value)) return storable(*text);
    return std::nullopt;
}

class PostgresConnection final : public StateConnection {
public:
    [[nodiscard]] static Result<std::unique_ptr<PostgresConnection>> open(const DatabaseUrl &url,
                                                                          std::chrono::milliseconds patience) {
        std::map<std::string, std::string> options = {{"connect_timeout", "5"},  {"application_name", "wikivault"},
                                                      {"keepalives_idle", "30"}, {"tcp_user_timeout", "10000"},
                                                      {"host", url.host},        {"dbname", url.database},
                                                      {"user", url.user},        {"password", url.password}};
        for (const auto &[keyword, value] : url.options)
            options[keyword] = value;
        std::vector<const char *> keywords, values;
        for (const auto &[keyword, value] : options)
            keywords.push_back(keyword.c_str()), values.push_back(value.c_str());
        keywords.push_back(nullptr), values.push_back(nullptr);
        std::unique_ptr<PostgresConnection> made(
            new PostgresConnection(ConnectionHandle(PQconnectdbParams(keywords.data(), values.data(), 0)), url));
        PGconn *const connection = made->m_connection.get();
        if (PQstatus(connection) != CONNECTION_OK)
            return tl::unexpected<Error>(
                connectError({{}, QString::fromUtf8(PQerrorMessage(connection)), QSqlError::ConnectionError}, url));
        PQsetNoticeProcessor(
            connection, [](void *, const char *) {}, nullptr);
        made->m_answers = std::make_unique<AnswerWatch>(PQsocket(connection), patience);
        return made;
    }

    Result<> query(const std::string &sql, const Values &values,
                   const std::function<void(const Row &)> &onRow) override {
        std::vector<std::optional<std::string>> parameters;
        std::vector<const char *> pointers;
        std::transform(values.begin(), values.end(), std::back_inserter(parameters), &parameterOf);
        for (const auto &parameter : parameters)
            pointers.push_back(parameter ? parameter->c_str() : nullptr);
        const AnswerWatch::Wait waits(m_answers.get());
        const AnswerHandle answer(PQexecParams(m_connection.get(), numbered(sql).c_str(),
                                               static_cast<int>(pointers.size()), nullptr, pointers.data(), nullptr,
                                               nullptr, 0));
        TRY(check(answer.get()));
        for (int row = 0; row < PQntuples(answer.get()); ++row)
            onRow(AnswerRow(answer.get(), row));
        return {};
    }

    Result<> script(const std::string &sql) {
        const AnswerWatch::Wait waits(m_answers.get());
        const AnswerHandle answer(PQexec(m_connection.get(), sql.c_str()));
        return check(answer.get());
    }
    [[nodiscard]] bool isLost() const { return PQstatus(m_connection.get()) != CONNECTION_OK; }

private:
    PostgresConnection(ConnectionHandle connection, const DatabaseUrl &url)
        : m_connection(std::move(connection)),
          m_url(url) {}

    Result<> check(const PGresult *answer) {
        const ExecStatusType status = PQresultStatus(answer);
        if (status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK) return {};
        const char *const state = PQresultErrorField(answer, PG_DIAG_SQLSTATE);
        const QString code = QString::fromLatin1(state);
        if (code == QLatin1String("3F000") || code == QLatin1String("42P01"))
            return fail(ErrorCode::Invalid,
                        "the database of the wiki has no shared journal that its user may see, though "
                        "WIKIVAULT_JOURNAL=shared says so; \"wikivaultctl journal status\" says why, \"wikivaultctl "
                        "journal install\" makes one");
        const Error error = statementError(
            {{}, QString::fromUtf8(PQerrorMessage(m_connection.get())), QSqlError::StatementError, code}, m_url);
        if (error.code != ErrorCode::Denied) return tl::unexpected<Error>(error);
        return fail(ErrorCode::Denied,
                    error.detail + "; \"wikivaultctl journal status\" says what the shared journal needs");
    }

    ConnectionHandle m_connection;
    const DatabaseUrl &m_url;
    std::unique_ptr<AnswerWatch> m_answers;  ///< goes before the connection it may cut
};

class SharedState final : public StateStore {
public:
    SharedState(DatabaseUrl url, std::chrono::milliseconds patience) : m_url(std::move(url)), m_patience(patience) {}
    Result<> read(const Work &work) override { return transact("begin read only; ", work); }
    Result<> write(const Work &work) override { return transact("begin; ", work); }

private:
    Result<> transact(const std::string &begin, const Work &work) {
        const std::lock_guard lock(m_mutex);
        const bool isOld = m_connection != nullptr;
        Result<> done = attempt(begin, work);
        // A connection that rested may have gone meanwhile, and nobody was told.
        if (!done && isOld && !m_connection && !m_mayBeDone) done = attempt(begin, work);
        return done;
    }

    Result<> attempt(const std::string &begin, const Work &work) {
        if (!m_connection) {
            TRY_ASSIGN(m_connection, PostgresConnection::open(m_url, m_patience));
        }
        Result<> done = m_connection->script(begin + kSettings);
        if (done) done = work(*m_connection);
        m_mayBeDone = done.has_value();
        if (done) done = m_connection->script("commit");
        if (!done && !m_connection->isLost()) static_cast<void>(m_connection->script("rollback"));
        if (m_connection->isLost()) m_connection.reset();
        return done;
    }

    const DatabaseUrl m_url;
    const std::chrono::milliseconds m_patience;
    std::mutex m_mutex;
    std::unique_ptr<PostgresConnection> m_connection;  // guarded by m_mutex
    bool m_mayBeDone = false;                          ///< the last work came as far as its commit
};

}  // namespace

std::unique_ptr<StateStore> makeSharedState(DatabaseUrl url, std::chrono::milliseconds patience) {
    return std::make_unique<SharedState>(std::move(url), patience);
}

}  // namespace wikivault::sql
