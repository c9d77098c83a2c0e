#include "engine/adapters/sql/sql_page_store.h"

#include "engine/adapters/sql/statements.h"

#include <algorithm>
#include <map>

namespace wikivault::sql {

namespace {

constexpr std::size_t kBodiesAtOnce = 200;
constexpr std::size_t kRowsAtOnce = 2000;

PageRow pageOf(const Row &row) {
    PageRow page;
    page.id = PageId(row.text(0));
    page.slugId = row.text(1);
    page.title = row.text(2);
    if (!row.isNull(3)) page.parent = PageId(row.text(3));
    page.position = row.text(4);
    page.updatedAt = row.text(5);
    page.updatedBy = row.text(6);
    page.isBase = row.number(7) != 0;
    return page;
}

/// Runs `visit` over lists of at most `atOnce` of `pages`; names that are no uuid cannot be pages and are left out.
template <class Visit>
Result<> inBatches(Dialect dialect, std::span<const PageId> pages, std::size_t atOnce, const Visit &visit) {
    std::vector<std::string> batch;
    for (std::size_t i = 0; i <= pages.size(); ++i) {
        if (i < pages.size() && parseUuid(pages[i].str())) batch.push_back(pages[i].str());
        if (batch.empty() || (i < pages.size() && batch.size() < atOnce)) continue;
        TRY(visit(idList(dialect, batch)));
        batch.clear();
    }
    return {};
}

}  // namespace

Result<> SqlPageStore::beginSnapshot() {
    TRY(m_session.begin(TransactionKind::Snapshot));
    // both databases take the snapshot with the first read, not with `begin`
    return m_session.query("select count(*) from spaces", {}, [](const Row &) -> Result<> { return {}; });
}

Result<> SqlPageStore::endSnapshot() {
    if (!m_session.inTransaction()) return {};  // an error ended it
    return m_session.commit();
}

Result<bool> SqlPageStore::spaceLives(const SpaceId &space) {
    if (!parseUuid(space.str())) return false;
    bool found = false;
    TRY(m_session.query(statements::kSpaceExists.postgres, {space}, [&found](const Row &) -> Result<> {
        found = true;
        return {};
    }));
    return found;
}

Result<PageList> SqlPageStore::list(const SpaceId &space, std::stop_token stop) {
    TRY_ASSIGN(const bool lives, spaceLives(space));
    if (!lives) return fail(ErrorCode::NotFound, "the wiki has no live space with the id " + space.str());
    PageList list;
    const auto keep = [&list](const Row &row) -> Result<> {
        list.pages.push_back(pageOf(row));
        return {};
    };
    TRY(m_session.query(render(statements::kPages, m_session.dialect(), m_columns), {space}, keep, stop));
    TRY(readNewest(space, list, stop));
    return list;
}

Result<> SqlPageStore::readNewest(const SpaceId &space, PageList &list, std::stop_token stop) {
    const auto keep = [&list](const Row &row) -> Result<> {
        list.newestUpdate = row.text(0);
        return {};
    };
    return m_session.query(render(statements::kNewestUpdate, m_session.dialect(), m_columns), {space}, keep,
                           std::move(stop));
}

Result<PageList> SqlPageStore::rows(const SpaceId &space, std::span<const PageId> pages, std::stop_token stop) {
    PageList list;
    if (!parseUuid(space.str())) return list;
    const std::string sql = render(statements::kPages, m_session.dialect(), m_columns) +
                            render(statements::kAmong, m_session.dialect(), m_columns);
    const auto keep = [&list](const Row &row) -> Result<> {
        list.pages.push_back(pageOf(row));
        return {};
    };
    TRY(inBatches(m_session.dialect(), pages, kRowsAtOnce, [&](const std::string &ids) {
        return m_session.query(sql, {space, ids}, keep, stop);
    }));
    TRY(readNewest(space, list, stop));
    return list;
}

Result<std::vector<PageBody>> SqlPageStore::bodies(const SpaceId &space, std::span<const PageId> pages,
                                                   std::stop_token stop) {
    std::vector<PageBody> bodies;
    if (!parseUuid(space.str())) return bodies;
    const std::string sql = render(statements::kBodies, m_session.dialect(), m_columns);
    const auto keep = [&bodies](const Row &row) -> Result<> {
        bodies.push_back({PageId(row.text(0)), row.text(1)});
        return {};
    };
    TRY(inBatches(m_session.dialect(), pages, kBodiesAtOnce, [&](const std::string &ids) {
        return m_session.query(sql, {space, ids}, keep, stop);
    }));
    return bodies;
}

Result<std::vector<PageStanding>> SqlPageStore::standings(const SpaceId &space, std::span<const PageId> pages) {
    std::map<PageId, PageStanding> found;
    const std::string sql = render(statements::kStandings, m_session.dialect(), m_columns);
    const auto keep = [&](const Row &row) -> Result<> {
        const bool trashed = row.number(2) != 0;
        const PageId page(row.text(0));
        const Standing standing = row.text(1) != space.str() ? Standing::OtherSpace
                                  : trashed                  ? Standing::Trashed
                                                             : Standing::LiveHere;
        found[page] = {page, standing, row.text(3)};
        return {};
    };
    TRY(inBatches(m_session.dialect(), pages, kRowsAtOnce,
                  [&](const std::string &ids) { return m_session.query(sql, {ids}, keep); }));
    std::vector<PageStanding> standings;
    for (const PageId &page : pages) {
        const auto known = found.find(page);
        standings.push_back(known == found.end() ? PageStanding{page, Standing::Gone, {}} : known->second);
    }
    return standings;
}

}  // namespace wikivault::sql
