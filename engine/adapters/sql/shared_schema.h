#pragma once

#include "engine/adapters/sql/sql_session.h"

#include <string>
#include <vector>

/// The schema `wikivault` by which several consoles of a team share their runs and pauses, and
/// by which a writer knows that another one came after it.
namespace wikivault::sql {

struct SharedSchemaFacts {
    bool exists = false;
    std::int64_t version = 0;  ///< 0: not readable, or not ours
    std::int64_t runs = 0;
    std::string user, owner;
    std::vector<std::string> missingRights;  ///< of `user`
};
/// The version this program reads and writes.
inline constexpr std::int64_t kSharedSchemaVersion = 2;

/// Reads only. Invalid: the session's database is SQLite.
[[nodiscard]] Result<SharedSchemaFacts> readSharedSchema(SqlSession &session, const std::stop_token &stop = {});
/// Statements, each ended by a semicolon, fit for psql.
[[nodiscard]] std::string sharedSchemaSql();
[[nodiscard]] std::string removeSharedSchemaSql();
/// What lets another role of the database take part.
[[nodiscard]] std::string grantSharedSchemaSql(const std::string &role);
/// Carry the same statements out, all or none.
[[nodiscard]] Result<> installSharedSchema(SqlSession &session);
[[nodiscard]] Result<> removeSharedSchema(SqlSession &session);

}  // namespace wikivault::sql
