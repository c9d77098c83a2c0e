#pragma once

#include "engine/adapters/sql/column_map.h"
#include "engine/ports/page_store.h"

namespace wikivault::sql {

/// Reads pages over a session that outlives it.
class SqlPageStore : public PageStore {
public:
    SqlPageStore(SqlSession &session, const ColumnMap &columns) : m_session(session), m_columns(columns) {}
    Result<> beginSnapshot() override;
    Result<> endSnapshot() override;
    Result<PageList> list(const SpaceId &space, std::stop_token stop) override;
    Result<PageList> rows(const SpaceId &space, std::span<const PageId> pages, std::stop_token stop) override;
    Result<std::vector<PageBody>> bodies(const SpaceId &space, std::span<const PageId> pages,
                                         std::stop_token stop) override;
    Result<std::vector<PageStanding>> standings(const SpaceId &space, std::span<const PageId> pages) override;

private:
    Result<bool> spaceLives(const SpaceId &space);
    Result<> readNewest(const SpaceId &space, PageList &list, std::stop_token stop);

    SqlSession &m_session;
    const ColumnMap &m_columns;
};

}  // namespace wikivault::sql
