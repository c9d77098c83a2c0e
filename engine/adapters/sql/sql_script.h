#pragma once

#include "engine/adapters/sql/sql_session.h"

#include <string>
#include <vector>

namespace wikivault::sql {

/// Statements that belong together, shown to people or carried out.
using Script = std::vector<std::string>;

/// A name of the database as SQL takes it, whatever letters it has.
[[nodiscard]] std::string quotedName(const std::string &name);
/// Each statement ended by a semicolon, fit for psql.
[[nodiscard]] std::string scriptText(const Script &script);
/// In one transaction: all or none.
[[nodiscard]] Result<> carryOut(SqlSession &session, const Script &script);

}  // namespace wikivault::sql
