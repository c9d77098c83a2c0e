#include "tests/bench/bench_wiki.h"

#include "engine/adapters/sql/native_handle.h"

#include <QDateTime>
#include <QFile>
#include <QSqlError>
#include <QSqlQuery>
#include <QUrl>
#include <QVariant>

#include <memory>
#include <optional>
#include <vector>

namespace wikivault::bench {

namespace {

QString q(const std::string &text) {
    return QString::fromStdString(text);
}
QString isoNow() {
    return QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
}

/// "" or what the server said.
std::string run(QSqlQuery &query, const QVariantList &values) {
    for (qsizetype i = 0; i < values.size(); ++i)
        query.bindValue(static_cast<int>(i), values[i]);
    return query.exec() ? std::string() : query.lastError().text().toStdString();
}

std::string once(const QSqlDatabase &database, const QString &statement, const QVariantList &values = {}) {
    QSqlQuery query(database);
    if (!query.prepare(statement)) return query.lastError().text().toStdString();
    return run(query, values);
}

struct ClearAnswer {
    void operator()(PGresult *answer) const { PQclear(answer); }
};
using CopyAnswer = std::unique_ptr<PGresult, ClearAnswer>;

/// In COPY's text format; nothing is NULL.
std::string copyRow(const std::vector<std::optional<std::string>> &values) {
    std::string row;
    for (const auto &value : values) {
        if (!row.empty()) row += '\t';
        if (!value) row += "\\N";
        for (const char c : value.value_or("")) {
            if (c == '\\' || c == '\t' || c == '\n' || c == '\r') row += '\\';
            row += c;
        }
    }
    return row + "\n";
}

}  // namespace

WikiHand::WikiHand(const std::string &databaseUrl) {
    const QUrl url(q(databaseUrl));
    const bool sqlite = url.scheme() == QStringLiteral("sqlite");
    m_database = QSqlDatabase::addDatabase(sqlite ? QStringLiteral("QSQLITE") : QStringLiteral("QPSQL"),
                                           QStringLiteral("bench"));
    m_database.setDatabaseName(sqlite ? url.path() : url.path().mid(1));
    if (!sqlite) {
        m_database.setHostName(url.host());
        m_database.setPort(url.port());
        m_database.setUserName(url.userName());
        m_database.setPassword(url.password());
    }
    m_database.open();
}

WikiHand::~WikiHand() {
    m_database.close();
    m_database = {};
    QSqlDatabase::removeDatabase(QStringLiteral("bench"));
}

std::string WikiHand::fillPostgres(const sql::EmbeddedContent &wiki) {
    QFile tables(QStringLiteral(WIKIVAULT_SOURCE_DIR "/resources/sql/stack_wiki.sql"));
    if (!tables.open(QIODevice::ReadOnly)) return tables.errorString().toStdString();
    QSqlQuery script(m_database);
    if (!m_database.transaction() || !script.exec(QString::fromUtf8(tables.readAll())))
        return (script.lastError().text() + m_database.lastError().text()).toStdString();
    script.finish();
    const QString workspace = q(wiki.workspace.str());
    std::string problem = once(m_database, QStringLiteral("insert into workspaces (id, name) values (?, ?)"),
                               {workspace, q(wiki.workspaceName)});
    for (const sql::EmbeddedUser &user : wiki.users)
        problem +=
            once(m_database, QStringLiteral("insert into users (id, name, email, workspace_id) values (?, ?, ?, ?)"),
                 {q(user.id.str()), q(user.name), q(user.email), workspace});
    for (const sql::EmbeddedSpace &space : wiki.spaces)
        problem +=
            once(m_database, QStringLiteral("insert into spaces (id, name, slug, workspace_id) values (?, ?, ?, ?)"),
                 {q(space.id.str()), q(space.name), q(space.slug), workspace});
    problem += insertPages(wiki);
    if (problem.empty() && !m_database.commit()) problem = "the rows could not be committed";
    // Not once(): the server prepares no "analyze".
    if (problem.empty() && !script.exec(QStringLiteral("analyze"))) problem = script.lastError().text().toStdString();
    return problem;
}

/// By COPY: a statement for each of a hundred thousand pages takes minutes.
std::string WikiHand::insertPages(const sql::EmbeddedContent &wiki) {
    PGconn *const connection = sql::postgresHandle(m_database);
    const auto fault = [connection] { return std::string(PQerrorMessage(connection)); };
    const CopyAnswer begun(PQexec(connection,
                                  "copy pages (id, slug_id, title, position, content, parent_page_id, "
                                  "creator_id, last_updated_by_id, space_id, workspace_id, updated_at) "
                                  "from stdin"));
    if (PQresultStatus(begun.get()) != PGRES_COPY_IN) return fault();
    for (const sql::EmbeddedPage &page : wiki.pages) {
        const std::string row =
            copyRow({page.id.str(), page.slugId, page.title.value_or(""), page.position, page.content,
                     page.parent ? std::optional(page.parent->str()) : std::nullopt, page.createdBy.str(),
                     page.updatedBy.str(), page.space.str(), wiki.workspace.str(), toIso8601(page.updatedAt)});
        if (PQputCopyData(connection, row.data(), static_cast<int>(row.size())) != 1) return fault();
    }
    if (PQputCopyEnd(connection, nullptr) != 1) return fault();
    const CopyAnswer ended(PQgetResult(connection));
    return PQresultStatus(ended.get()) == PGRES_COMMAND_OK ? std::string() : fault();
}

std::string WikiHand::setContent(const PageId &page, const std::string &content) {
    return once(m_database, QStringLiteral("update pages set content = ?, updated_at = ? where id = ?"),
                {q(content), isoNow(), q(page.str())});
}

}  // namespace wikivault::bench
