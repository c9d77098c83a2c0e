#pragma once

#include "engine/adapters/sql/sql_session.h"

#include <map>
#include <set>
#include <string>

namespace wikivault::sql {

/// The tables and columns a wiki really has: Docmost and its fork differ, and so do their versions.
class ColumnMap {
public:
    /// Invalid: the tables every Docmost has are missing.
    [[nodiscard]] static Result<ColumnMap> read(SqlSession &session);
    [[nodiscard]] bool has(const std::string &table, const std::string &column) const;
    [[nodiscard]] bool hasTable(const std::string &table) const { return m_columns.contains(table); }

private:
    Result<> demandDocmost(const std::string &where) const;
    std::map<std::string, std::set<std::string>> m_columns;
};

}  // namespace wikivault::sql
