#include "engine/adapters/sql/column_map.h"

#include <utility>
#include <vector>

namespace wikivault::sql {

namespace {

constexpr const char *kPostgresColumns =
    "select table_name, column_name from information_schema.columns where table_schema = any(current_schemas(false)) "
    "and "
    "table_name in ('workspaces', 'users', 'spaces', 'pages', 'page_history', 'kysely_migration')";
constexpr const char *kSqliteColumns =
    "select m.name, c.name from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table' and "
    "m.name in ('workspaces', 'users', 'spaces', 'pages', 'page_history', 'kysely_migration')";

/// What the statements name without asking.
const std::vector<std::pair<std::string, std::vector<std::string>>> &demandedColumns() {
    static const std::vector<std::pair<std::string, std::vector<std::string>>> demanded = {
        {"workspaces", {"id"}},
        {"users", {"id", "name"}},
        {"spaces", {"id", "name", "slug", "workspace_id", "settings", "deleted_at"}},
        {"pages",
         {"id", "slug_id", "title", "position", "content", "parent_page_id", "last_updated_by_id", "space_id",
          "workspace_id", "updated_at", "deleted_at"}},
    };
    return demanded;
}

}  // namespace

Result<ColumnMap> ColumnMap::read(SqlSession &session) {
    ColumnMap map;
    const auto keep = [&map](const Row &row) -> Result<> {
        map.m_columns[row.text(0)].insert(row.text(1));
        return {};
    };
    TRY(session.query(session.dialect() == Dialect::Postgres ? kPostgresColumns : kSqliteColumns, {}, keep));
    TRY(map.demandDocmost(session.request().url.shown));
    return map;
}

bool ColumnMap::has(const std::string &table, const std::string &column) const {
    const auto found = m_columns.find(table);
    return found != m_columns.end() && found->second.contains(column);
}

Result<> ColumnMap::demandDocmost(const std::string &where) const {
    for (const auto &[table, columns] : demandedColumns()) {
        if (!hasTable(table))
            return fail(ErrorCode::Invalid, "the database at " + where +
                                                " is not a Docmost wiki this user may read: it has no table \"" +
                                                table + "\"; check DATABASE_URL and the user's rights");
        for (const std::string &column : columns)
            if (!has(table, column))
                return fail(ErrorCode::Invalid, "the database at " + where +
                                                    " is no Docmost wiki of a known version: \"" + table +
                                                    "\" has no readable column \"" + column + "\"");
    }
    return {};
}

}  // namespace wikivault::sql
