#pragma once

#include "engine/adapters/sql/column_map.h"
#include "engine/core/settings.h"
#include "engine/ports/space_catalog.h"

namespace wikivault::sql {

/// The spaces over a session that outlives it.
class SqlSpaceCatalog : public SpaceCatalog {
public:
    SqlSpaceCatalog(SqlSession &session, const ColumnMap &columns, Unflagged unflagged, UserId user)
        : m_session(session),
          m_columns(columns),
          m_unflagged(unflagged),
          m_user(std::move(user)) {}
    Result<std::vector<Space>> spaces() override;
    Result<> setEnabled(const SpaceId &space, bool enabled) override;
    Result<std::optional<WorkspaceId>> workspace() override;
    Result<std::vector<SpaceDigest>> digests() override;

private:
    [[nodiscard]] Space spaceIn(const Row &row) const;

    SqlSession &m_session;
    const ColumnMap &m_columns;
    Unflagged m_unflagged;
    UserId m_user;  ///< who writes; may be empty
};

}  // namespace wikivault::sql
