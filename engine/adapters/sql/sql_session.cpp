#include "engine/adapters/sql/sql_session.h"

#include "engine/adapters/sql/cancel_guard.h"
#include "engine/adapters/sql/native_handle.h"
#include "engine/adapters/sql/pooler.h"
#include "engine/adapters/sql/sql_error.h"

#include <QFileInfo>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QVariant>

#include <atomic>

namespace wikivault::sql {

namespace {

/// A statement that took too long is ended by the server; one that stands still ends nothing.
constexpr std::chrono::seconds kServerMayBeLate{5};

QString qtText(const std::string &text) {
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

class QueryRow : public Row {
public:
    explicit QueryRow(const QSqlQuery &query) : m_query(query) {}
    bool isNull(int column) const override { return m_query.isNull(column); }
    std::string text(int column) const override { return m_query.value(column).toString().toStdString(); }
    std::int64_t number(int column) const override { return m_query.value(column).toLongLong(); }

private:
    const QSqlQuery &m_query;
};

QVariant toVariant(const Value &value) {
    if (const auto *number = std::get_if<std::int64_t>(&value)) return QVariant(static_cast<qlonglong>(*number));
    if (const auto *text = std::get_if<std::string>(&value)) return QVariant(qtText(*text));
    return QVariant(QMetaType(QMetaType::QString));
}

/// libpq's quoting of a connection parameter.
QString quotedOption(const std::string &value) {
    QString text = qtText(value);
    text.replace(QLatin1Char('\\'), QLatin1String("\\\\")).replace(QLatin1Char('\''), QLatin1String("\\'"));
    return QLatin1Char('\'') + text + QLatin1Char('\'');
}

QString postgresOptions(const SessionRequest &request) {
    std::map<std::string, std::string> options = {
        {"connect_timeout", std::to_string(request.connectTimeoutS)},
        {"application_name", "wikivault"},
        {"keepalives_idle", "30"},
        {"tcp_user_timeout", "10000"},
    };
    for (const auto &[keyword, value] : request.url.options)
        options[keyword] = value;
    QStringList parts;
    for (const auto &[keyword, value] : options)
        parts << qtText(keyword) + QLatin1Char('=') + quotedOption(value);
    return parts.join(QLatin1Char(';'));
}

QString nextConnectionName() {
    static std::atomic<int> counter{0};
    return QLatin1String("wikivault-") + QString::number(++counter);
}

}  // namespace

SqlSession::SqlSession(SessionRequest request) : m_request(std::move(request)), m_name(nextConnectionName()) {}

SqlSession::~SqlSession() {
    rollback();
    if (QSqlDatabase::contains(m_name)) {
        database().close();
        QSqlDatabase::removeDatabase(m_name);
    }
}

QSqlDatabase SqlSession::database() const {
    return QSqlDatabase::database(m_name, false);
}

Result<std::unique_ptr<SqlSession>> SqlSession::open(SessionRequest request) {
    std::unique_ptr<SqlSession> session(new SqlSession(std::move(request)));
    TRY(session->connect());
    return session;
}

Result<> SqlSession::connect() {
    const bool sqlite = dialect() == Dialect::Sqlite;
    if (!QSqlDatabase::contains(m_name)) {
        QSqlDatabase db = QSqlDatabase::addDatabase(QLatin1String(sqlite ? "QSQLITE" : "QPSQL"), m_name);
        if (!db.isValid())
            return fail(ErrorCode::Unavailable, std::string("the Qt driver for ") + (sqlite ? "SQLite" : "PostgreSQL") +
                                                    " is not installed; install the package libqt6sql6-" +
                                                    (sqlite ? "sqlite" : "psql"));
        if (sqlite) {
            db.setDatabaseName(qtText(m_request.url.path));
            db.setConnectOptions(QLatin1String("QSQLITE_BUSY_TIMEOUT=5000"));
        } else {
            db.setHostName(qtText(m_request.url.host));
            db.setDatabaseName(qtText(m_request.url.database));
            db.setUserName(qtText(m_request.url.user));
            db.setPassword(qtText(m_request.url.password));
            db.setConnectOptions(postgresOptions(m_request));
        }
    }
    // SQLite would create the file
    if (sqlite && !QFileInfo(qtText(m_request.url.path)).isFile())
        return fail(ErrorCode::Unavailable,
                    "there is no database at " + m_request.url.path +
                        "; name your wiki's database in DATABASE_URL (\"wikivaultctl init\" asks for it), or "
                        "see that its disk is there");
    QSqlDatabase db = database();
    if (!db.open()) return tl::unexpected(connectError(db.lastError(), m_request.url));
    if (PGconn *connection = postgresHandle(db)) {
        m_answers = std::make_unique<AnswerWatch>(
            PQsocket(connection), std::chrono::milliseconds(m_request.statementTimeoutMs) + kServerMayBeLate);
        const AnswerWatch::Wait waits(m_answers.get());
        if (const Result<> whole = refuseTransactionPool(*connection, m_request.url.shown); !whole) {
            db.close();
            return whole;
        }
    }
    return prepareSession();
}

Result<> SqlSession::prepareSession() {
    const AnswerWatch::Wait waits(m_answers.get());
    QSqlQuery query(database());
    query.setForwardOnly(true);
    if (dialect() == Dialect::Sqlite) {
        // a garbage file opens without complaint, so the file is read at once
        for (const char *pragma : {"pragma schema_version", "pragma foreign_keys = on"})
            TRY(runOnce(query, pragma, {}));
        if (m_request.readOnly) TRY(runOnce(query, "pragma query_only = on", {}));
        return {};
    }
    const std::string path = m_request.url.schema.empty() ? "public" : "\"" + m_request.url.schema + "\", public";
    return runOnce(query,
                   "select set_config('statement_timeout', ?, false), set_config('lock_timeout', '10000', false), "
                   "set_config('search_path', ?, false), set_config('timezone', 'UTC', false), "
                   "set_config('client_min_messages', 'warning', false), "
                   "set_config('idle_in_transaction_session_timeout', '600000', false), "
                   "set_config('default_transaction_read_only', ?, false)",
                   {std::to_string(m_request.statementTimeoutMs), path, m_request.readOnly ? "on" : "off"});
}

Result<> SqlSession::runOnce(QSqlQuery &query, const std::string &sql, const Values &values) {
    bool done = false;
    if (values.empty()) {
        done = query.exec(qtText(sql));  // `begin` and `commit` cannot be prepared
    } else {
        done = query.prepare(qtText(sql));  // an exec() after a failed prepare() would send nonsense
        for (const Value &value : values)
            query.addBindValue(toVariant(value));
        done = done && query.exec();
    }
    if (!done) return tl::unexpected(statementError(query.lastError(), m_request.url));
    return {};
}

/// Ends the transaction while the query still lives: its own clean-up would fail in an aborted one.
Error SqlSession::failed(const QSqlQuery &query, const std::stop_token &stop) {
    Error error = statementError(query.lastError(), m_request.url);
    const bool lost = isConnectionLoss(query.lastError()) || !database().isOpen();
    if (lost) error.code = ErrorCode::Unavailable;
    m_lostOutside = lost && !m_inTransaction;
    m_mayRepeat = m_inTransaction && isRepeatable(query.lastError());
    rollback();
    if (stop.stop_requested()) return {ErrorCode::Cancelled, "cancelled while talking to the wiki's database"};
    return error;
}

Result<int> SqlSession::attempt(const std::string &sql, const Values &values, const OnRow &onRow,
                                std::stop_token stop) {
    if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "cancelled before asking the wiki's database");
    m_lostOutside = false;
    const CancelGuard guard(database(), dialect(), stop);
    const AnswerWatch::Wait waits(m_answers.get());
    QSqlQuery query(database());
    query.setForwardOnly(true);
    if (!runOnce(query, sql, values)) return tl::unexpected(failed(query, stop));
    const QueryRow row(query);
    while (query.next()) {
        if (auto read = onRow(row); !read) return tl::unexpected(std::move(read).error());
        waits.again();
    }
    if (query.lastError().isValid()) {  // a connection that dies in mid-stream looks like the end of the rows
        const Error error = failed(query, stop);
        m_lostOutside = false;  // rows were handed out already
        return tl::unexpected(error);
    }
    return query.numRowsAffected();
}

Result<int> SqlSession::run(const std::string &sql, const Values &values, const OnRow &onRow, std::stop_token stop) {
    for (const Value &value : values)
        if (const auto *text = std::get_if<std::string>(&value); text && text->find('\0') != std::string::npos)
            return fail(ErrorCode::Invalid, "the text holds the character U+0000, which the database cannot store");
    if (!stop.stop_possible()) stop = m_request.stop;
    if (!m_inTransaction && !database().isOpen()) TRY(connect());
    auto done = attempt(sql, values, onRow, stop);
    if (done || !m_lostOutside || stop.stop_requested()) return done;
    database().close();
    TRY(connect());
    return attempt(sql, values, onRow, stop);
}

Result<int> SqlSession::execute(const std::string &sql, const Values &values, std::stop_token stop) {
    return run(
        sql, values, [](const Row &) -> Result<> { return {}; }, stop);
}

Result<> SqlSession::query(const std::string &sql, const Values &values, const OnRow &onRow, std::stop_token stop) {
    TRY(run(sql, values, onRow, stop));
    return {};
}

Result<> SqlSession::begin(TransactionKind kind) {
    if (m_inTransaction) return fail(ErrorCode::Invalid, "a transaction is under way already");
    const bool sqlite = dialect() == Dialect::Sqlite;
    // SQLite's plain BEGIN would fail at once, without waiting, when a reader turns writer after somebody else wrote
    const char *sql = kind == TransactionKind::Write
                          ? (sqlite ? "begin immediate" : "begin isolation level read committed")
                      : sqlite ? "begin"
                               : "begin isolation level repeatable read read only";
    m_mayRepeat = false;
    TRY(execute(sql, {}));
    m_inTransaction = true;
    return {};
}

Result<> SqlSession::commit() {
    if (!m_inTransaction) return fail(ErrorCode::Unavailable, "the transaction was ended by an earlier error");
    TRY(execute("commit", {}));  // on an error the transaction is rolled back
    m_inTransaction = false;
    return {};
}

void SqlSession::rollback() {
    if (!std::exchange(m_inTransaction, false) || !database().isOpen()) return;
    const AnswerWatch::Wait waits(m_answers.get());
    QSqlQuery(database()).exec(QLatin1String("rollback"));
}

Result<Transaction> Transaction::begin(SqlSession &session, TransactionKind kind) {
    TRY(session.begin(kind));
    return Transaction(session);
}

Transaction::~Transaction() {
    if (m_session) m_session->rollback();
}

Result<> Transaction::commit() {
    return std::exchange(m_session, nullptr)->commit();
}

}  // namespace wikivault::sql
