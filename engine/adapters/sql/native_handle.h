#pragma once

#include <QSqlDatabase>
#include <QSqlDriver>
#include <QVariant>

#include <libpq-fe.h>

#include <initializer_list>
#include <string_view>

namespace wikivault::sql {

/// The driver's own connection, by the names its type may have; null when it is of another type.
template <class Handle>
Handle *handleOf(const QSqlDatabase &database, std::initializer_list<std::string_view> names) {
    const QVariant handle = database.driver()->handle();
    if (!handle.isValid()) return nullptr;
    for (const std::string_view name : names)
        if (handle.typeName() == name) return *static_cast<Handle *const *>(handle.constData());
    return nullptr;
}

/// libpq's connection; null for SQLite and for a connection that is not open.
[[nodiscard]] inline PGconn *postgresHandle(const QSqlDatabase &database) {
    return database.isOpen() ? handleOf<PGconn>(database, {"PGconn*", "pg_conn*"}) : nullptr;
}

}  // namespace wikivault::sql
