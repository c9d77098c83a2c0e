#include "app/common/plan_names.h"

#include <string_view>

namespace wikivault {

namespace {

std::vector<Item> itemsNamed(const Plan &plan, const std::string &name) {
    const std::string id = parseUuid(name).value_or("");
    std::vector<Item> found;
    for (const Item &item : plan.items)
        if (item.path == name || (item.page && item.page->str() == id)) found.push_back(item);
    return found;
}

Result<std::vector<Item>> itemsOrNone(const Plan &plan, const std::string &name) {
    std::vector<Item> found = itemsNamed(plan, name);
    if (!found.empty()) return found;
    return fail(ErrorCode::NotFound, "The plan has no item for \"" + name + "\"; name a page by its id or path.");
}

struct NamedFlip {
    std::string page;
    std::optional<Side> winner;
};

NamedFlip namedFlip(const std::string &text) {
    for (const auto &[word, side] : {std::pair<std::string_view, Side>{"=wiki", Side::Wiki}, {"=git", Side::Git}})
        if (text.ends_with(word)) return {text.substr(0, text.size() - word.size()), side};
    return {text, std::nullopt};
}

/// The page and the side that stands, of all items the name means.
Result<std::pair<PageId, Side>> flipNamed(const Plan &plan, const NamedFlip &named) {
    TRY_ASSIGN(const std::vector<Item> items, itemsOrNone(plan, named.page));
    std::set<Side> sides;
    std::optional<PageId> page;
    for (const Item &one : items)
        for (const Item &item : plan.items)
            if (one.page && item.page == one.page)
                if (const auto side = flipOf(plan, item)) sides.insert(*side), page = item.page;
    if (named.winner && sides.contains(*named.winner)) return std::pair{*page, *named.winner};
    if (sides.empty())
        return fail(ErrorCode::Invalid, "\"" + named.page +
                                            "\" cannot be turned round: it has no other side to take. Leave it out "
                                            "with --skip.");
    if (named.winner)
        return fail(ErrorCode::Invalid, "\"" + named.page + "\" becomes as " +
                                            (*named.winner == Side::Git ? "git" : "the wiki") +
                                            " has it already; there is nothing to turn round.");
    if (sides.size() == 1) return std::pair{*page, *sides.begin()};
    return fail(ErrorCode::Invalid, "Both sides changed \"" + named.page +
                                        "\"; say which of them is to stand: --flip \"" + named.page +
                                        "=wiki\" or --flip \"" + named.page + "=git\".");
}

}  // namespace

Result<std::set<std::string>> subjectsNamed(const Plan &plan, const std::vector<std::string> &names) {
    std::set<std::string> subjects;
    for (const std::string &name : names) {
        TRY_ASSIGN(const std::vector<Item> items, itemsOrNone(plan, name));
        for (const Item &item : items)
            subjects.insert(subjectOf(item));
    }
    return subjects;
}

Result<std::map<PageId, Side>> flipsNamed(const Plan &plan, const std::vector<std::string> &names) {
    std::map<PageId, Side> flips;
    for (const std::string &name : names) {
        TRY_ASSIGN(const auto flip, flipNamed(plan, namedFlip(name)));
        flips.insert(flip);
    }
    return flips;
}

}  // namespace wikivault
