#include "engine/adapters/docmost/api_page.h"

#include "engine/core/markdown/converter.h"
#include "engine/core/markdown/json.h"
#include "engine/ports/page_store.h"

namespace wikivault::docmost {

namespace {

constexpr std::string_view kHead = R"({"type":"doc","content":[)", kTail = "]}";

}  // namespace

Result<ApiPage> pageFrom(const Members &members) {
    ApiPage page;
    const auto id = parseUuid(textIn(members, "id"));
    if (!id) return fail(ErrorCode::Unavailable, "the wiki's API answers with something that is no page");
    page.row.id = PageId(*id);
    page.row.slugId = textIn(members, "slugId");
    page.row.title = textIn(members, "title");
    if (const auto parent = parseUuid(textIn(members, "parentPageId"))) page.row.parent = PageId(*parent);
    page.row.position = textIn(members, "position");
    page.row.updatedAt = textIn(members, "updatedAt");
    if (const Members *editor = objectIn(members, "lastUpdatedBy")) page.row.updatedBy = textIn(*editor, "name");
    page.row.isBase = flagIn(members, "isBase");
    page.space = SpaceId(textIn(members, "spaceId"));
    page.creator = UserId(textIn(members, "creatorId"));
    page.deletedAt = textIn(members, "deletedAt");
    page.isTrashed = !page.deletedAt.empty();
    if (markdown::find(members, "content")) page.content = textIn(members, "content");
    return page;
}

Result<std::vector<std::string>> partsOf(const std::string &content) {
    if (content.size() <= kWholeBody) return std::vector<std::string>{content};
    TRY_ASSIGN(const markdown::Node doc, markdown::fromJson(content));
    std::vector<std::string> parts;
    std::string part;
    for (const markdown::Node &block : doc.content) {
        const std::string text = markdown::toJson(block);
        if (text.size() > kWholeBody)
            return fail(ErrorCode::Invalid, "one block of the page, a " + block.type + ", takes " +
                                                std::to_string(text.size() / 1024) +
                                                " KiB; the wiki takes 1 MiB at a time: split that block in the file");
        if (!part.empty() && part.size() + text.size() > kWholeBody) {
            parts.push_back(std::string(kHead) + part + std::string(kTail));
            part.clear();
        }
        part += (part.empty() ? "" : ",") + text;
    }
    parts.push_back(std::string(kHead) + part + std::string(kTail));
    return parts;
}

std::string joined(const std::vector<std::string> &parts, std::size_t count) {
    if (count == 1) return parts.front();
    std::string blocks;
    for (std::size_t i = 0; i < count; ++i)
        blocks += (i ? "," : "") + parts[i].substr(kHead.size(), parts[i].size() - kHead.size() - kTail.size());
    return std::string(kHead) + blocks + std::string(kTail);
}

bool isSameBody(const std::string &a, const std::string &b) {
    const auto first = markdown::fromJson(a), second = markdown::fromJson(b);
    return first && second && markdown::isSamePage(*first, *second);
}

Result<> demandExpected(const ApiPage &page, const SpaceId &space, const PageState &expected) {
    const bool same = !page.isTrashed && page.space == space && page.row.title == expected.title &&
                      page.row.parent == expected.parent && isSameBody(page.content.value_or(""), expected.content);
    if (!same)
        return fail(ErrorCode::Conflict, "the page is not (any more) as it was read; the wiki changed meanwhile");
    return {};
}

}  // namespace wikivault::docmost
