#include "engine/adapters/docmost/api_page_writer.h"

#include "engine/core/markdown/converter.h"
#include "engine/core/markdown/json.h"
#include "engine/core/rig_hooks.h"

#include <algorithm>

/// The bodies of ApiPageWriter.
namespace wikivault::docmost {

namespace {

/// Some wikis ignore a body of one empty paragraph; this form they take.
std::string sendable(const std::string &content) {
    const auto doc = markdown::fromJson(content);
    return !doc || markdown::isEmptyDocument(*doc) ? kEmptyDocument : content;
}

Result<> demandStorable(const std::string &content) {
    if (markdown::holdsNul(content))
        return fail(ErrorCode::Invalid, "the page holds the character U+0000, which the wiki cannot store");
    TRY(markdown::fromJson(content));
    return {};
}

}  // namespace

Result<PageId> ApiPageWriter::write(const SpaceId &space, const UpdateBody &change) {
    TRY(demandStorable(change.content));
    TRY_ASSIGN(const ApiPage now, flushed(change.id));
    TRY(demandExpected(now, space, change.expected));
    TRY_ASSIGN(const std::vector<std::string> parts, partsOf(sendable(change.content)));
    TRY(writeParts(change.id, parts, 0, now.content.value_or("")));
    return change.id;
}

Result<PageId> ApiPageWriter::write(const SpaceId &space, const CreatePage &change) {
    TRY(demandStorable(change.content));
    if (change.title.find('\0') != std::string::npos)
        return fail(ErrorCode::Invalid, "the title holds the character U+0000, which the wiki cannot store");
    TRY(demandParent(space, change.id, change.parent));
    TRY_ASSIGN(const std::vector<std::string> parts, partsOf(sendable(change.content)));
    TRY_ASSIGN(const ApiPage made, create(space, change, parts.front()));
    if (!isSameBody(made.content.value_or(""), parts.front()))
        return fail(ErrorCode::Invalid, "the wiki stored something else than was sent for the new page \"" +
                                            change.title + "\" (" + made.row.id.str() + ")");
    TRY(writeParts(made.row.id, parts, 1, parts.front()));
    return made.row.id;
}

/// Creates the page once, whatever the answers are like, and reads it back.
Result<ApiPage> ApiPageWriter::create(const SpaceId &space, const CreatePage &change, const std::string &content) {
    Members body{{"spaceId", Value(space.str())}, {"title", Value(change.title)}};
    if (change.parent) body.emplace_back("parentPageId", Value(change.parent->str()));
    const std::string_view document = content == kEmptyDocument ? std::string_view() : content;
    if (!document.empty()) body.emplace_back("format", Value("json"));
    for (int tries = 0;; ++tries) {
        FAILPOINT("wiki.writing");
        const ApiAnswer answer = m_client.tell("/pages/create", body, document);
        FAILPOINT("wiki.written");
        std::optional<PageId> id;
        if (answer) {
            const Members *object = asObject(*answer);
            TRY_ASSIGN(const ApiPage made, pageFrom(object ? *object : Members()));
            id = made.row.id;
        } else if (answer.error().isUnclear && answer.error().error.code != ErrorCode::Cancelled) {
            TRY_ASSIGN(id, created(space, change));
        } else if (answer.error().error.code == ErrorCode::NotFound) {
            return fail(ErrorCode::Conflict, "the parent page is not live in this space (any more)");
        } else {
            return tl::unexpected<Error>(answer.error().error);
        }
        if (id) return page(*id);
        if (tries > 0) return tl::unexpected<Error>(answer.error().error);
    }
}

/// The page an unclear create has made: one of that title below that parent, by us, that was not there before.
Result<std::optional<PageId>> ApiPageWriter::created(const SpaceId &space, const CreatePage &change) {
    TRY_ASSIGN(const UserId self, m_client.account());
    TRY_ASSIGN(const std::vector<Members> siblings, children(space, change.parent));
    for (const Members &sibling : siblings) {
        const PageId id(textIn(sibling, "id"));
        const bool isOurs = self.isEmpty() || textIn(sibling, "creatorId") == self.str();
        if (textIn(sibling, "title") == change.title && isOurs && !change.namesakes.contains(id))
            return std::optional(id);
    }
    return std::optional<PageId>();
}

/// Appends nothing: the wiki then saves what open editors have not saved yet, and answers with it.
Result<ApiPage> ApiPageWriter::flushed(const PageId &id) {
    Result<ApiPage> now = send(id, kEmptyDocument, "append");
    if (!now && now.error().code == ErrorCode::Unavailable) now = send(id, kEmptyDocument, "append");
    if (!now || now->content) return now;
    return fail(ErrorCode::Invalid,
                "this wiki is too old to take a page's text through its API (it needs Docmost 0.70 or newer)");
}

Result<ApiPage> ApiPageWriter::send(const PageId &id, const std::string &content, const char *operation) {
    const ApiAnswer answer = m_client.tell(
        "/pages/update", {{"pageId", Value(id.str())}, {"format", Value("json")}, {"operation", Value(operation)}},
        content);
    if (!answer && answer.error().error.code == ErrorCode::NotFound)
        return fail(ErrorCode::Conflict, "the page is no longer in the wiki");
    if (!answer) return tl::unexpected<Error>(answer.error().error);
    const Members *object = asObject(*answer);
    return pageFrom(object ? *object : Members());
}

Result<> ApiPageWriter::writeParts(const PageId &id, const std::vector<std::string> &parts, std::size_t from,
                                   const std::string &before) {
    std::string stored = before;
    for (std::size_t at = from; at < parts.size(); ++at) {
        TRY(writePart(id, parts, at, stored));
        stored = joined(parts, at + 1);
    }
    return {};
}

/// Sends one part and looks at what the page holds then. An answer of 200 proves nothing: the wiki may have kept the
/// old text.
Result<> ApiPageWriter::writePart(const PageId &id, const std::vector<std::string> &parts, std::size_t at,
                                  const std::string &before) {
    const std::string wanted = joined(parts, at + 1);
    for (int tries = 0;; ++tries) {
        FAILPOINT("wiki.writing");
        Result<ApiPage> now = send(id, parts[at], at == 0 ? "replace" : "append");
        FAILPOINT("wiki.written");
        const bool isUnclear = !now && now.error().code == ErrorCode::Unavailable;
        if (!now && !isUnclear) return tl::unexpected<Error>(now.error());
        const Error trouble = now ? Error() : now.error();
        if (isUnclear) now = flushed(id);
        if (!now) return tl::unexpected<Error>(trouble);
        // The wiki takes texts for pages in the trash; there they reach no reader.
        if (now->isTrashed) return fail(ErrorCode::Conflict, "the page went into the trash while it was written");
        const std::string stored = now->content.value_or("");
        if (isSameBody(stored, wanted)) return {};
        if (isUnclear && !isSameBody(stored, before))
            return fail(ErrorCode::Conflict, "the page changed in the wiki while it was written");
        if (!isUnclear && isSameBody(stored, before))
            return fail(ErrorCode::Invalid,
                        "the wiki answered with success and kept the old text; look at its log (its "
                        "collaboration server may be off)");
        if (!isUnclear) return fail(ErrorCode::Invalid, "the wiki stored something else than was sent");
        if (tries > 0) return tl::unexpected<Error>(trouble);
    }
}

}  // namespace wikivault::docmost
