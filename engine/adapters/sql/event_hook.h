#pragma once

#include "engine/adapters/sql/sql_session.h"

#include <string>

/// The trigger by which a wiki's PostgreSQL database tells of changed pages (engine.md section 10). The payload of a
/// notification is the space's id, then a blank and the page's id when it was a single page.
namespace wikivault::sql {

inline constexpr const char *kPagesChannel = "wikivault_pages";
/// The payload that says: the trigger itself was put in or taken out.
inline constexpr const char *kHookPayload = "hook";

enum class HookState {
    Absent,
    Installed,
    Partly,  ///< of another version, switched off, or with parts missing: to be installed again
};

struct HookFacts {
    HookState state = HookState::Absent;
    std::string schema;  ///< where the table pages is
};

/// Reads only. Invalid: the session's database is SQLite, or has no table pages.
[[nodiscard]] Result<HookFacts> readHook(SqlSession &session, const std::stop_token &stop = {});
/// Statements, each ended by a semicolon, fit for psql.
[[nodiscard]] std::string installSql(const std::string &schema);
[[nodiscard]] std::string removeSql(const std::string &schema);
/// Carry the same statements out, all or none, and tell those who listen.
[[nodiscard]] Result<> installHook(SqlSession &session, const std::string &schema);
[[nodiscard]] Result<> removeHook(SqlSession &session, const std::string &schema);

}  // namespace wikivault::sql
