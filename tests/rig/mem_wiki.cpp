#include "tests/rig/mem_wiki.h"

#include "tests/rig/hooks.h"

#include <algorithm>
#include <cstdio>

namespace wikivault::rig {

namespace {

tl::unexpected<Error> changedMeanwhile() {
    return fail(ErrorCode::Conflict, "the page is not (any more) as it was read");
}

}  // namespace

std::string MemWikiRows::stamp() {
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "2026-01-01T00:00:%012lldZ", static_cast<long long>(++clock));
    return text.data();
}

void MemWikiRows::setTrashed(MemPage &page, bool trashed) {
    if (page.trashed != trashed) page.trashedAt = trashed ? stamp() : std::string();
    page.trashed = trashed;
}

std::string MemWikiRows::newestUpdate() const {
    std::string newest;
    for (const auto &[id, page] : pages)
        newest = std::max(newest, page.trashed ? page.trashedAt : page.row.updatedAt);
    return newest;
}

bool MemWikiRows::hasLiveChildren(const PageId &page) const {
    return std::any_of(pages.begin(), pages.end(), [&](const auto &entry) {
        return !entry.second.trashed && !entry.second.elsewhere && entry.second.row.parent == page;
    });
}

bool MemWikiRows::isBelow(PageId page, const PageId &above) const {
    for (std::size_t steps = 0; steps <= pages.size(); ++steps) {
        if (page == above) return true;
        const auto at = pages.find(page);
        if (at == pages.end() || !at->second.row.parent) return false;
        page = *at->second.row.parent;
    }
    return true;
}

PageId MemWikiRows::nameOf(const PageId &planned) {
    if (!namesItself) return planned;
    std::array<char, 40> text{};
    std::snprintf(text.data(), text.size(), "0190f000-0000-7000-8000-%012llx", static_cast<long long>(++clock));
    return PageId(text.data());
}

std::string MemWikiRows::lastPosition(const std::optional<PageId> &parent) const {
    std::string last = "a";
    for (const auto &[id, page] : pages)
        if (page.row.parent == parent) last = std::max(last, page.row.position);
    return last + "m";
}

Result<> MemWiki::beginSnapshot() {
    reach("snapshot");
    m_snapshot = m_rows;
    return {};
}

Result<> MemWiki::endSnapshot() {
    m_snapshot.reset();
    reach("snapshot closed");
    return {};
}

Result<PageList> MemWiki::list(const SpaceId &, std::stop_token) {
    if (!m_snapshot) reach("list");
    PageList list;
    list.newestUpdate = view().newestUpdate();
    for (const auto &[id, page] : view().pages) {
        if (page.trashed || page.elsewhere) continue;
        list.pages.push_back(page.row);
    }
    if (incomplete) {
        list.complete = false;
        list.pages.resize(list.pages.size() / 2);
    }
    return list;
}

Result<PageList> MemWiki::rows(const SpaceId &, std::span<const PageId> pages, std::stop_token) {
    PageList list;
    list.newestUpdate = view().newestUpdate();
    for (const PageId &page : pages)
        if (const auto at = view().pages.find(page);
            at != view().pages.end() && !at->second.trashed && !at->second.elsewhere)
            list.pages.push_back(at->second.row);
    return list;
}

Result<std::vector<PageBody>> MemWiki::bodies(const SpaceId &, std::span<const PageId> pages, std::stop_token) {
    reach("bodies");
    std::vector<PageBody> bodies;
    for (const PageId &page : pages)
        if (const auto at = view().pages.find(page); at != view().pages.end() && !at->second.elsewhere)
            bodies.push_back({page, at->second.content});
    return bodies;
}

Result<std::vector<PageStanding>> MemWiki::standings(const SpaceId &, std::span<const PageId> pages) {
    std::vector<PageStanding> standings;
    for (const PageId &page : pages) {
        const auto at = view().pages.find(page);
        const bool known = at != view().pages.end();
        const Standing standing = !known                 ? Standing::Gone
                                  : at->second.elsewhere ? Standing::OtherSpace
                                  : at->second.trashed   ? Standing::Trashed
                                                         : Standing::LiveHere;
        standings.push_back({page, standing, known ? at->second.row.slugId : std::string()});
    }
    return standings;
}

Result<PageId> MemWiki::apply(const SpaceId &, const PageChange &change) {
    reach("write");
    if (m_snapshot) return fail(ErrorCode::Invalid, "a page cannot be written while a snapshot is open");
    Result<PageId> done = std::visit([this](const auto &one) { return write(one); }, change);
    if (done) reach("written");
    return done;
}

Result<> MemWiki::demand(const PageId &id, const PageState &expected) const {
    const auto at = m_rows.pages.find(id);
    if (at == m_rows.pages.end() || at->second.trashed || at->second.elsewhere) return changedMeanwhile();
    const MemPage &page = at->second;
    if (page.row.title != expected.title || page.row.parent != expected.parent || page.content != expected.content)
        return changedMeanwhile();
    return {};
}

Result<> MemWiki::demandParent(const std::optional<PageId> &parent) const {
    if (!parent) return {};
    const auto at = m_rows.pages.find(*parent);
    if (at == m_rows.pages.end() || at->second.trashed || at->second.elsewhere)
        return fail(ErrorCode::Conflict, "the parent page is not live in this space (any more)");
    return {};
}

Result<PageId> MemWiki::write(const CreatePage &change) {
    if (const auto at = m_rows.pages.find(change.id); at != m_rows.pages.end()) {
        if (!at->second.trashed && !at->second.elsewhere) return change.id;
        return fail(ErrorCode::Conflict, "a page with this id is in the trash or in another space already");
    }
    TRY(demandParent(change.parent));
    MemPage page;
    page.row.id = m_rows.nameOf(change.id);
    page.row.slugId = "s" + page.row.id.str().substr(m_rows.namesItself ? 24 : 0, 8 + (m_rows.namesItself ? 4 : 0));
    page.row.title = change.title;
    page.row.parent = change.parent;
    page.row.position = m_rows.lastPosition(change.parent);
    page.row.updatedAt = m_rows.stamp();
    page.row.updatedBy = "Engine";
    page.content = change.content;
    m_rows.pages.emplace(page.row.id, page);
    ++m_rows.writes;
    return page.row.id;
}

Result<PageId> MemWiki::write(const UpdateBody &change) {
    TRY(demand(change.id, change.expected));
    MemPage &page = m_rows.pages.at(change.id);
    page.content = change.content;
    page.row.updatedAt = m_rows.stamp();
    ++m_rows.writes;
    return change.id;
}

Result<PageId> MemWiki::write(const MovePage &change) {
    TRY(demand(change.id, change.expected));
    if (change.parent == change.expected.parent) return change.id;
    TRY(demandParent(change.parent));
    if (change.parent && m_rows.isBelow(*change.parent, change.id))
        return fail(ErrorCode::Conflict, "the page cannot be moved below itself");
    MemPage &page = m_rows.pages.at(change.id);
    page.row.position = m_rows.lastPosition(change.parent);
    page.row.parent = change.parent;
    page.row.updatedAt = m_rows.stamp();
    ++m_rows.writes;
    return change.id;
}

Result<PageId> MemWiki::write(const RenamePage &change) {
    TRY(demand(change.id, change.expected));
    MemPage &page = m_rows.pages.at(change.id);
    page.row.title = change.title;
    page.row.updatedAt = m_rows.stamp();
    ++m_rows.writes;
    return change.id;
}

Result<PageId> MemWiki::write(const TrashPage &change) {
    TRY(demand(change.id, change.expected));
    if (m_rows.hasLiveChildren(change.id)) return fail(ErrorCode::Conflict, "the page has live children in the wiki");
    m_rows.setTrashed(m_rows.pages.at(change.id), true);
    ++m_rows.writes;
    return change.id;
}

Result<PageId> MemWiki::write(const RestorePage &change) {
    const auto at = m_rows.pages.find(change.id);
    if (at == m_rows.pages.end() || at->second.elsewhere) return changedMeanwhile();
    if (!at->second.trashed) {
        if (at->second.row.parent == change.parent) return change.id;
        return fail(ErrorCode::Conflict, "the page is not in the trash (any more)");
    }
    TRY(demandParent(change.parent));
    m_rows.setTrashed(at->second, false);
    at->second.row.parent = change.parent;
    ++m_rows.writes;
    return change.id;
}

}  // namespace wikivault::rig
