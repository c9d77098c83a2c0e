#pragma once

#include "engine/adapters/sql/sql_session.h"
#include "engine/adapters/sql/wiki_database.h"
#include "tests/support/postgres_server.h"

#include <memory>
#include <string>
#include <vector>

namespace wikivault::test {

/// A wiki that a contract test may do anything to: SQLite, or a database on a Postgres server with Docmost's or its
/// fork's schema. All know two spaces, `General` and `Engineering`, and a user `Admin`.
class TestWiki {
public:
    [[nodiscard]] static Result<std::unique_ptr<TestWiki>> sqlite();
    /// One that is there already, in that file.
    [[nodiscard]] static Result<std::unique_ptr<TestWiki>> of(const std::string &file);
    /// A copy of the database `from`, which createDocmost() made.
    [[nodiscard]] static Result<std::unique_ptr<TestWiki>> postgres(PostgresServer &server, const std::string &from);

    [[nodiscard]] const std::string &url() const { return m_url; }
    [[nodiscard]] bool isPostgres() const { return m_server != nullptr; }
    [[nodiscard]] SpaceId general() const { return m_general; }
    [[nodiscard]] SpaceId engineering() const { return m_engineering; }
    [[nodiscard]] UserId user() const { return m_user; }
    [[nodiscard]] sql::WikiDatabaseRequest request() const;
    [[nodiscard]] Result<std::unique_ptr<sql::WikiDatabase>> open() const { return sql::openWiki(request()); }
    /// Somebody else's connection.
    [[nodiscard]] Result<std::unique_ptr<sql::SqlSession>> session() const {
        TRY_ASSIGN(sql::DatabaseUrl url, sql::parseDatabaseUrl(m_url));
        return sql::SqlSession::open({std::move(url)});
    }
    /// SQL through the database's own command line program, as people do; what it prints, columns separated by `|`.
    [[nodiscard]] std::string run(const std::string &sql) const;
    /// SQL that makes the page testPage(number) at the root of a space, with that document.
    [[nodiscard]] std::string newPageOf(const SpaceId &space, int number, const std::string &title,
                                        const std::string &document) const;
    /// The same, of one paragraph.
    [[nodiscard]] std::string newPage(const SpaceId &space, int number, const std::string &title,
                                      const std::string &text) const;

private:
    Result<> findNames();

    std::string m_url, m_name;
    PostgresServer *m_server = nullptr;
    QTemporaryDir m_folder;
    SpaceId m_general, m_engineering;
    UserId m_user;
};

/// A page id that differs for every number.
[[nodiscard]] PageId testPage(int number);
/// A document of one paragraph, as the databases give it back.
[[nodiscard]] std::string testBody(const std::string &text);

}  // namespace wikivault::test
