#pragma once

#include "engine/core/result.h"

#include <libpq-fe.h>

#include <string>

namespace wikivault::sql {

/// A pooler that gives the server's connection to somebody else after every transaction loses prepared statements, and
/// would hand our settings of a session, such as "read only", on to the wiki itself. Invalid: such a one answers.
/// `server`: as people know it.
[[nodiscard]] Result<> refuseTransactionPool(PGconn &connection, const std::string &server);

}  // namespace wikivault::sql
