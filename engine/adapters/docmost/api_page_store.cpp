#include "engine/adapters/docmost/api_page_store.h"

#include "engine/core/page_digest.h"

#include <algorithm>
#include <set>

namespace wikivault::docmost {

namespace {

/// The list, 100 pages an answer, is read instead of more single pages than this.
constexpr std::size_t kRowsBeforeList = 50;

Members oneOf(const SpaceId &space) {
    return {{"spaceId", Value(space.str())}, {"limit", Value(std::int64_t{1})}};
}

std::string newestIn(const Members &list, const char *name) {
    const Array *items = arrayIn(list, "items");
    if (!items || items->empty()) return {};
    const Members *first = asObject(items->front());
    return first ? textIn(*first, name) : std::string();
}

}  // namespace

/// The list of recent pages is the only one that has them all in one piece and with their times. A page that is edited
/// while it is read moves to its head and may be missed: then the head has changed as well.
Result<PageList> ApiPageStore::list(const SpaceId &space, std::stop_token stop) {
    TRY_ASSIGN(const auto known, m_client.readAll("/spaces", {}));
    if (std::none_of(known.begin(), known.end(), [&](const Members &one) { return textIn(one, "id") == space.str(); }))
        return fail(ErrorCode::NotFound, "the account sees no live space with the id " + space.str());
    PageList list;
    TRY_ASSIGN(const std::vector<Members> items, m_client.readAll("/pages/recent", {{"spaceId", Value(space.str())}}));
    if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "stopped on request");
    std::set<PageId> seen;
    for (const Members &item : items) {
        TRY_ASSIGN(const ApiPage page, pageFrom(item));
        if (!page.isTrashed && seen.insert(page.row.id).second) list.pages.push_back(page.row);
    }
    TRY_ASSIGN(const Members head, m_client.read("/pages/recent", oneOf(space)));
    const std::string newest = items.empty() ? std::string() : textIn(items.front(), "updatedAt");
    list.complete = newestIn(head, "updatedAt") == newest && seen.size() == items.size();
    TRY_ASSIGN(list.newestUpdate, newestUpdate(space));
    return list;
}

Result<PageList> ApiPageStore::rows(const SpaceId &space, std::span<const PageId> pages, std::stop_token stop) {
    PageList list;
    if (pages.size() > kRowsBeforeList) {
        TRY_ASSIGN(list, this->list(space, std::move(stop)));
        const std::set<PageId> wanted(pages.begin(), pages.end());
        std::erase_if(list.pages, [&](const PageRow &row) { return !wanted.contains(row.id); });
        return list;
    }
    for (const PageId &id : pages) {
        if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "stopped on request");
        TRY_ASSIGN(const std::optional<ApiPage> page, pageOf(id));
        if (page && page->space == space && !page->isTrashed) list.pages.push_back(page->row);
    }
    TRY_ASSIGN(list.newestUpdate, newestUpdate(space));
    return list;
}

/// Nothing: the wiki has no such page.
Result<std::optional<ApiPage>> ApiPageStore::pageOf(const PageId &page) {
    const auto read = m_client.read("/pages/info", {{"pageId", Value(page.str())}, {"format", Value("json")}});
    if (!read && read.error().code == ErrorCode::NotFound) return std::optional<ApiPage>();
    if (!read) return tl::unexpected<Error>(read.error());
    TRY_ASSIGN(ApiPage found, pageFrom(*read));
    return std::optional(std::move(found));
}

Result<std::string> ApiPageStore::newestUpdate(const SpaceId &space) {
    TRY_ASSIGN(const Members recent, m_client.read("/pages/recent", {{"limit", Value(std::int64_t{1})}}));
    const std::string newest = newestIn(recent, "updatedAt");
    const auto trash = m_client.read("/pages/trash", oneOf(space));
    // A reader may not look into the trash.
    if (!trash && trash.error().code != ErrorCode::Denied) return tl::unexpected<Error>(trash.error());
    return trash ? std::max(newest, newestIn(*trash, "deletedAt")) : newest;
}

Result<std::vector<PageBody>> ApiPageStore::bodies(const SpaceId &space, std::span<const PageId> pages,
                                                   std::stop_token stop) {
    std::vector<PageBody> bodies;
    for (const PageId &id : pages) {
        if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "stopped on request");
        TRY_ASSIGN(const std::optional<ApiPage> page, pageOf(id));
        if (page && page->space == space) bodies.push_back({page->row.id, page->content.value_or("")});
    }
    return bodies;
}

Result<PageStanding> ApiPageStore::standing(const SpaceId &space, const PageId &page) {
    const auto found = pageOf(page);
    // It exists, in a space that is closed to the account.
    if (!found && found.error().code == ErrorCode::Denied) return PageStanding{page, Standing::OtherSpace, {}};
    if (!found) return tl::unexpected<Error>(found.error());
    if (!*found) return PageStanding{page, Standing::Gone, {}};
    const Standing standing = (*found)->space != space ? Standing::OtherSpace
                              : (*found)->isTrashed    ? Standing::Trashed
                                                       : Standing::LiveHere;
    return PageStanding{page, standing, (*found)->row.slugId};
}

Result<std::vector<PageStanding>> ApiPageStore::standings(const SpaceId &space, std::span<const PageId> pages) {
    std::vector<PageStanding> standings;
    for (const PageId &page : pages) {
        TRY_ASSIGN(PageStanding one, standing(space, page));
        standings.push_back(std::move(one));
    }
    return standings;
}

Result<std::vector<Space>> ApiSpaceCatalog::spaces() {
    TRY_ASSIGN(const std::vector<Members> items, m_client.readAll("/spaces", {}));
    TRY_ASSIGN(const markdown::WikiSchema schema, schemaOf(items));
    std::vector<Space> spaces;
    for (const Members &item : items) {
        Space space;
        space.id = SpaceId(textIn(item, "id"));
        space.workspace = WorkspaceId(textIn(item, "workspaceId"));
        space.slug = textIn(item, "slug");
        space.name = textIn(item, "name");
        space.schema = schema;
        const Members *settings = objectIn(item, "settings");
        const Members *sync = settings ? objectIn(*settings, "gitSync") : nullptr;
        space.flagged = sync && (flagIn(*sync, "enabled") || textIn(*sync, "enabled") == "true");
        space.optedOut = sync && (isOffIn(*sync, "enabled") || textIn(*sync, "enabled") == "false");
        spaces.push_back(std::move(space));
    }
    selectSpaces(spaces, m_selectsUnflagged);
    return spaces;
}

/// Only gitmost notes which program wrote a page last.
Result<markdown::WikiSchema> ApiSpaceCatalog::schemaOf(const std::vector<Members> &spaces) {
    for (const Members &space : spaces) {
        TRY_ASSIGN(const Members recent, m_client.read("/pages/recent", oneOf(SpaceId(textIn(space, "id")))));
        const Array *items = arrayIn(recent, "items");
        const Members *page = items && !items->empty() ? asObject(items->front()) : nullptr;
        if (page)
            return markdown::find(*page, "lastUpdatedSource") ? markdown::WikiSchema::Gitmost
                                                              : markdown::WikiSchema::Docmost;
    }
    return markdown::WikiSchema::Docmost;
}

Result<> ApiSpaceCatalog::setEnabled(const SpaceId &, bool) {
    return fail(ErrorCode::Denied,
                "the wiki's API cannot enable a space; give DATABASE_URL, or set settings.gitSync.enabled in "
                "the table spaces by hand");
}

/// The server shows an account nothing of other workspaces.
Result<std::optional<WorkspaceId>> ApiSpaceCatalog::workspace() {
    return std::optional<WorkspaceId>();
}

Result<std::vector<SpaceDigest>> ApiSpaceCatalog::digests() {
    TRY_ASSIGN(std::vector<Space> found, spaces());
    std::vector<SpaceDigest> digests;
    for (Space &space : found) {
        TRY_ASSIGN(const PageList list, m_pages.list(space.id, {}));
        // The sum is what a run knows of the wiki after its own writes. A list that changed while it was read is like
        // no other: whoever compares looks closer.
        digests.push_back({std::move(space), static_cast<std::int64_t>(list.pages.size()),
                           updateSumOf(list).value_or("~" + list.newestUpdate)});
    }
    return digests;
}

}  // namespace wikivault::docmost
