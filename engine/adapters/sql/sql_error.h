#pragma once

#include "engine/adapters/sql/database_url.h"

class QSqlError;

namespace wikivault::sql {

/// One sentence about a connection that could not be made.
[[nodiscard]] Error connectError(const QSqlError &error, const DatabaseUrl &url);
/// One sentence about a statement that failed; by SQLSTATE or SQLite's code, never by words.
[[nodiscard]] Error statementError(const QSqlError &error, const DatabaseUrl &url);
/// The database took the transaction back for another's sake: the same transaction may do.
[[nodiscard]] bool isRepeatable(const QSqlError &error);
/// The connection itself is gone: a new one may answer.
[[nodiscard]] bool isConnectionLoss(const QSqlError &error);

}  // namespace wikivault::sql
