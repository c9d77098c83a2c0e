#pragma once

#include "engine/adapters/sql/state_store.h"
#include "engine/core/result.h"

#include <functional>
#include <memory>
#include <string>

struct sqlite3;

namespace wikivault::sql {

/// A database file of our own, opened through SQLite itself because one handle may then serve every thread, one at a
/// time, which QSqlDatabase forbids.
class SqliteFile final : public StateConnection {
public:
    /// `path` "" = in memory. Creates the file with 0600 when it is missing. Corrupt: it is no healthy database.
    [[nodiscard]] static Result<SqliteFile> open(const std::string &path);

    /// Several statements without values.
    Result<> script(const std::string &sql);
    Result<> query(const std::string &sql, const Values &values,
                   const std::function<void(const Row &)> &onRow) override;
    /// Runs `work` in one transaction: all of it or nothing.
    Result<> transact(const std::function<Result<>()> &work);
    /// Rows the last statement changed.
    [[nodiscard]] int changes() const;

private:
    struct Close {
        void operator()(sqlite3 *database) const;
    };
    SqliteFile(std::unique_ptr<sqlite3, Close> database, std::string path)
        : m_database(std::move(database)),
          m_path(std::move(path)) {}
    Error lastError() const;

    std::unique_ptr<sqlite3, Close> m_database;
    std::string m_path;
};

}  // namespace wikivault::sql
