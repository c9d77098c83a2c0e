#include "engine/adapters/sql/wiki_database.h"

#include "engine/adapters/sql/sql_page_store.h"
#include "engine/adapters/sql/sql_page_writer.h"
#include "engine/adapters/sql/sql_space_catalog.h"

#include <unistd.h>

namespace wikivault::sql {

namespace {

/// Each right of the database user and whether only a writer needs it.
constexpr const char *kPostgresRights =
    "select r.name, r.granted, r.writing from (values "
    "('SELECT on spaces', has_table_privilege('spaces', 'select'), 0), "
    "('SELECT on pages', has_table_privilege('pages', 'select'), 0), "
    "('SELECT on users', has_table_privilege('users', 'select'), 0), "
    "('INSERT on pages', has_table_privilege('pages', 'insert') or has_any_column_privilege('pages', 'insert'), 1), "
    "('UPDATE on pages', has_table_privilege('pages', 'update') or has_any_column_privilege('pages', 'update'), 1), "
    "('INSERT on page_history', to_regclass('page_history') is null or has_any_column_privilege('page_history', "
    "'insert'), 1)"
    ") r(name, granted, writing)";

class SqlWikiDatabase : public WikiDatabase {
public:
    SqlWikiDatabase(std::unique_ptr<SqlSession> session, ColumnMap columns, const WikiDatabaseRequest &request)
        : m_session(std::move(session)),
          m_columns(std::move(columns)),
          m_catalog(*m_session, m_columns, request.unflagged, UserId(request.serviceUserId)),
          m_pages(*m_session, m_columns),
          m_writer(*m_session, m_columns, UserId(request.serviceUserId), request.fenced) {}

    SpaceCatalog &catalog() override { return m_catalog; }
    PageStore &pages() override { return m_pages; }
    PageWriter &writer() override { return m_writer; }

    Result<std::string> describe() override {
        const bool postgres = m_session->dialect() == Dialect::Postgres;
        std::string server, schema;
        TRY_ASSIGN(server, textOf(postgres ? "select current_setting('server_version')" : "select sqlite_version()"));
        server = (postgres ? "PostgreSQL " : "SQLite ") + server.substr(0, server.find(' '));
        if (!m_columns.hasTable("kysely_migration"))
            return server + (postgres ? ", Docmost schema of unknown version" : ", embedded wiki");
        TRY_ASSIGN(schema, textOf("select max(name) from kysely_migration"));
        return server + ", Docmost schema " + schema.substr(0, schema.find('-'));
    }

    Result<> checkActor() override { return m_writer.demandUser(); }

    Result<std::string> missingRights(bool forWriting) override {
        if (m_session->dialect() == Dialect::Sqlite) {
            const std::string &path = m_session->request().url.path;
            // A run that could not write the file leaves the ones beside it with its rights.
            for (const char *suffix : {"", "-wal", "-shm"}) {
                const std::string file = path + suffix;
                const bool isThere = ::access(file.c_str(), F_OK) == 0;
                if (forWriting && isThere && ::access(file.c_str(), W_OK) != 0) return "permission to write " + file;
            }
            return std::string();
        }
        std::string missing;
        TRY(m_session->query(kPostgresRights, {}, [&](const Row &row) -> Result<> {
            if (row.text(1) == "true" || (row.number(2) != 0 && !forWriting)) return {};
            missing += (missing.empty() ? "" : ", ") + row.text(0);
            return {};
        }));
        return missing;
    }

private:
    Result<std::string> textOf(const std::string &sql) {
        std::string text;
        TRY(m_session->query(sql, {}, [&text](const Row &row) -> Result<> {
            text = row.text(0);
            return {};
        }));
        return text;
    }

    std::unique_ptr<SqlSession> m_session;
    ColumnMap m_columns;
    SqlSpaceCatalog m_catalog;
    SqlPageStore m_pages;
    SqlPageWriter m_writer;
};

}  // namespace

Result<std::unique_ptr<WikiDatabase>> openWiki(const WikiDatabaseRequest &request) {
    SessionRequest sessionRequest;
    TRY_ASSIGN(sessionRequest.url, parseDatabaseUrl(request.databaseUrl));
    sessionRequest.readOnly = request.readOnly;
    sessionRequest.statementTimeoutMs = request.statementTimeoutMs;
    sessionRequest.connectTimeoutS = request.connectTimeoutS;
    sessionRequest.stop = request.stop;
    TRY_ASSIGN(std::unique_ptr<SqlSession> session, SqlSession::open(std::move(sessionRequest)));
    TRY_ASSIGN(ColumnMap columns, ColumnMap::read(*session));
    return std::make_unique<SqlWikiDatabase>(std::move(session), std::move(columns), request);
}

}  // namespace wikivault::sql
