#include "engine/adapters/docmost/api_page_writer.h"

#include "engine/core/markdown/json.h"
#include "engine/core/position.h"
#include "engine/core/rig_hooks.h"

#include <algorithm>
#include <set>

namespace wikivault::docmost {

namespace {

constexpr int kDeepestTree = 500;
constexpr std::size_t kShortestPosition = 5, kLongestPosition = 12;

tl::unexpected<Error> pageChanged() {
    return fail(ErrorCode::Conflict, "the page is not (any more) as it was read; the wiki changed meanwhile");
}

/// Errors of a call on one page: a page that is gone has changed.
tl::unexpected<Error> refusedPage(const Error &error) {
    if (error.code == ErrorCode::NotFound) return pageChanged();
    return tl::unexpected<Error>(error);
}

Value idOrNull(const std::optional<PageId> &page) {
    return page ? Value(page->str()) : Value(nullptr);
}

}  // namespace

template <class IsDone>
Result<> ApiPageWriter::tellOnce(const std::string &path, const Members &body, IsDone isDone) {
    for (int tries = 0;; ++tries) {
        FAILPOINT("wiki.writing");
        const ApiAnswer answer = m_client.tell(path, body);
        FAILPOINT("wiki.written");
        if (answer) return {};
        if (!answer.error().isUnclear || answer.error().error.code == ErrorCode::Cancelled)
            return refusedPage(answer.error().error);
        TRY_ASSIGN(const bool done, isDone());
        if (done) return {};
        if (tries > 0) return tl::unexpected<Error>(answer.error().error);
    }
}

Result<PageId> ApiPageWriter::apply(const SpaceId &space, const PageChange &change) {
    const PageId &id = std::visit([](const auto &one) -> const PageId & { return one.id; }, change);
    if (!parseUuid(space.str()) || !parseUuid(id.str()))
        return fail(ErrorCode::Invalid,
                    "\"" + id.str() + "\" in space \"" + space.str() + "\" is no page: both must be uuids");
    return std::visit([&](const auto &one) { return write(space, one); }, change);
}

Result<PageId> ApiPageWriter::write(const SpaceId &space, const RenamePage &change) {
    if (change.title.find('\0') != std::string::npos)
        return fail(ErrorCode::Invalid, "the title holds the character U+0000, which the wiki cannot store");
    TRY_ASSIGN(const ApiPage now, page(change.id));
    TRY(demandExpected(now, space, change.expected));
    const auto isDone = [&]() -> Result<bool> {
        TRY_ASSIGN(const ApiPage then, page(change.id));
        return then.row.title == change.title;
    };
    TRY(tellOnce("/pages/update", {{"pageId", Value(change.id.str())}, {"title", Value(change.title)}}, isDone));
    return change.id;
}

Result<PageId> ApiPageWriter::write(const SpaceId &space, const MovePage &change) {
    TRY_ASSIGN(const ApiPage now, page(change.id));
    TRY(demandExpected(now, space, change.expected));
    if (change.parent == change.expected.parent) return change.id;
    TRY(demandParent(space, change.id, change.parent));
    TRY(moveTo(space, change.id, change.parent));
    return change.id;
}

Result<PageId> ApiPageWriter::write(const SpaceId &space, const TrashPage &change) {
    TRY_ASSIGN(const ApiPage now, flushed(change.id));
    TRY(demandExpected(now, space, change.expected));
    TRY_ASSIGN(const auto below, children(space, change.id));
    if (!below.empty())
        return fail(ErrorCode::Conflict, "the page has live children in the wiki; it is trashed after them");
    const auto isDone = [&]() -> Result<bool> {
        TRY_ASSIGN(const ApiPage then, page(change.id));
        return then.isTrashed;
    };
    TRY(tellOnce("/pages/delete", {{"pageId", Value(change.id.str())}}, isDone));
    return change.id;
}

Result<PageId> ApiPageWriter::write(const SpaceId &space, const RestorePage &change) {
    TRY_ASSIGN(const ApiPage now, page(change.id));
    if (now.space != space) return pageChanged();
    if (!now.isTrashed && now.row.parent == change.parent) return change.id;
    if (!now.isTrashed) return fail(ErrorCode::Conflict, "the page is not in the trash (any more)");
    TRY(demandParent(space, change.id, change.parent));
    TRY_ASSIGN(const auto before, children(space, change.id));
    const auto isDone = [&]() -> Result<bool> {
        TRY_ASSIGN(const ApiPage then, page(change.id));
        return !then.isTrashed;
    };
    TRY(tellOnce("/pages/restore", {{"pageId", Value(change.id.str())}}, isDone));
    TRY(trashAgain(space, change.id, before));
    TRY_ASSIGN(const ApiPage then, page(change.id));
    if (then.row.parent != change.parent) TRY(moveTo(space, change.id, change.parent));
    return change.id;
}

/// The wiki revives everything below a restored page, also what was trashed on its own; the plan asks for its pages one
/// by one.
Result<> ApiPageWriter::trashAgain(const SpaceId &space, const PageId &page, const std::vector<Members> &before) {
    std::set<std::string> lived;
    for (const Members &child : before)
        lived.insert(textIn(child, "id"));
    TRY_ASSIGN(const auto now, children(space, page));
    for (const Members &child : now) {
        const std::string id = textIn(child, "id");
        if (lived.contains(id)) continue;
        const auto isDone = [&]() -> Result<bool> {
            TRY_ASSIGN(const ApiPage then, this->page(PageId(id)));
            return then.isTrashed;
        };
        TRY(tellOnce("/pages/delete", {{"pageId", Value(id)}}, isDone));
    }
    return {};
}

Result<ApiPage> ApiPageWriter::page(const PageId &id) {
    const auto read = m_client.read("/pages/info", {{"pageId", Value(id.str())}, {"format", Value("json")}});
    if (!read) return refusedPage(read.error());
    return pageFrom(*read);
}

Result<std::vector<Members>> ApiPageWriter::children(const SpaceId &space, const std::optional<PageId> &parent) {
    if (!parent) return m_client.readAll("/pages/sidebar-pages", {{"spaceId", Value(space.str())}});
    return m_client.readAll("/pages/sidebar-pages",
                            {{"spaceId", Value(space.str())}, {"pageId", Value(parent->str())}});
}

/// The parent lives in the space and does not stand below the page: some versions of the wiki accept such a move and
/// never come back from it.
Result<> ApiPageWriter::demandParent(const SpaceId &space, const PageId &page, const std::optional<PageId> &parent) {
    std::set<PageId> seen;
    for (std::optional<PageId> at = parent; at;) {
        if (*at == page || !seen.insert(*at).second || seen.size() > kDeepestTree)
            return fail(ErrorCode::Conflict, "the page cannot be moved below itself");
        const auto above = m_client.read("/pages/info", {{"pageId", Value(at->str())}, {"format", Value("json")}});
        if (!above && above.error().code != ErrorCode::NotFound) return tl::unexpected<Error>(above.error());
        const auto found = above ? pageFrom(*above) : Result<ApiPage>(pageChanged());
        if (!found || found->isTrashed || found->space != space)
            return fail(ErrorCode::Conflict, "the parent page is not live in this space (any more)");
        at = found->row.parent;
    }
    return {};
}

Result<> ApiPageWriter::moveTo(const SpaceId &space, const PageId &page, const std::optional<PageId> &parent) {
    TRY_ASSIGN(const std::vector<Members> siblings, children(space, parent));
    std::optional<std::string> last;
    for (const Members &sibling : siblings)
        if (textIn(sibling, "id") != page.str()) last = std::max(last.value_or(""), textIn(sibling, "position"));
    const Dice dice = seededDice(static_cast<unsigned>(std::hash<PageId>{}(page)));
    const std::string position = positionBetween(last, std::nullopt, dice);
    if (position.size() < kShortestPosition || position.size() > kLongestPosition)
        return fail(ErrorCode::Invalid, "behind the last page there is no place the wiki's API accepts (\"" + position +
                                            "\"); move that page in the wiki by hand, which numbers it anew");
    const auto isDone = [&]() -> Result<bool> {
        TRY_ASSIGN(const ApiPage then, this->page(page));
        return then.row.parent == parent;
    };
    return tellOnce("/pages/move",
                    {{"pageId", Value(page.str())}, {"position", Value(position)}, {"parentPageId", idOrNull(parent)}},
                    isDone);
}

}  // namespace wikivault::docmost
