#pragma once

#include "engine/adapters/sql/answer_watch.h"
#include "engine/adapters/sql/database_url.h"
#include "engine/adapters/sql/sql_value.h"

#include <QString>

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <utility>

class QSqlDatabase;
class QSqlQuery;

namespace wikivault::sql {

struct SessionRequest {
    DatabaseUrl url;
    bool readOnly = false;
    int statementTimeoutMs = 60000;
    int connectTimeoutS = 5;
    std::stop_token stop = {};  ///< ends statements that are given none of their own
};

enum class TransactionKind { Snapshot, Write };

/// One connection of the thread that opened it. A connection that was lost is opened again when no transaction is
/// under way. An error inside a transaction ends the transaction.
class SqlSession {
public:
    using OnRow = std::function<Result<>(const Row &)>;

    [[nodiscard]] static Result<std::unique_ptr<SqlSession>> open(SessionRequest request);
    ~SqlSession();
    SqlSession(const SqlSession &) = delete;
    SqlSession &operator=(const SqlSession &) = delete;

    [[nodiscard]] Dialect dialect() const { return m_request.url.dialect; }
    [[nodiscard]] bool inTransaction() const { return m_inTransaction; }
    /// The last transaction failed because the database preferred another one: the whole of it may be tried again.
    [[nodiscard]] bool mayRepeat() const { return m_mayRepeat; }
    [[nodiscard]] const SessionRequest &request() const { return m_request; }
    /// Number of rows changed. Cancelled: `stop` fired while it ran.
    Result<int> execute(const std::string &sql, const Values &values, std::stop_token stop = {});
    /// Hands every row to `onRow`; its first error ends the reading and is returned.
    Result<> query(const std::string &sql, const Values &values, const OnRow &onRow, std::stop_token stop = {});
    Result<> begin(TransactionKind kind);
    Result<> commit();
    void rollback();
    /// The connection itself, for what only its own library can do.
    [[nodiscard]] QSqlDatabase database() const;

private:
    explicit SqlSession(SessionRequest request);
    Result<> connect();
    Result<> prepareSession();
    Result<int> run(const std::string &sql, const Values &values, const OnRow &onRow, std::stop_token stop);
    Result<int> attempt(const std::string &sql, const Values &values, const OnRow &onRow, std::stop_token stop);
    Result<> runOnce(QSqlQuery &query, const std::string &sql, const Values &values);
    Error failed(const QSqlQuery &query, const std::stop_token &stop);

    SessionRequest m_request;
    QString m_name;
    std::unique_ptr<AnswerWatch> m_answers;  ///< null for SQLite
    bool m_inTransaction = false;
    bool m_mayRepeat = false;
    bool m_lostOutside = false;  // the connection was lost while no transaction was under way
};

/// Rolls back in the destructor unless committed.
class Transaction {
public:
    [[nodiscard]] static Result<Transaction> begin(SqlSession &session, TransactionKind kind);
    Transaction(Transaction &&other) noexcept : m_session(std::exchange(other.m_session, nullptr)) {}
    Transaction &operator=(Transaction &&) = delete;
    ~Transaction();
    Result<> commit();

private:
    explicit Transaction(SqlSession &session) : m_session(&session) {}
    SqlSession *m_session;
};

}  // namespace wikivault::sql
