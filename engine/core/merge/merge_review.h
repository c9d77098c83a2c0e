#pragma once

#include "engine/core/merge/merge_text.h"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace wikivault::merge {

/// A stretch of a merge, in order.
struct MergedPart {
    /// Alike: both sides made the same change. Words: changes of both sides stand in it.
    enum class Kind { Same, Wiki, Git, Alike, Words, Conflict };
    Kind kind = Kind::Same;
    std::string base, wiki, git;  ///< Markdown of the stretch on each side; "" where it does not exist
    std::string text;             ///< what the merge takes; "" for a conflict
    bool continues = false;       ///< goes on in the block the part above stands in: another line of a list or table
};

/// What stands where a conflict was: a side's text, or one of a person's own.
using Answer = std::variant<Settle, std::string>;

struct Review {
    std::vector<MergedPart> parts;
    std::string text;  ///< with the answers in it
};

struct ReviewedBodies {
    std::optional<std::string_view> base;  ///< nothing: the sides never agreed, so whatever differs is a conflict
    std::string_view wiki, git;
};

/// The merge of mergeBodies for a person who decides block by block; conflicts inside lists, tables and code are single
/// lines of them. `answers` are those of the conflicts in order; git's text stands where there is none. Of bodies of
/// `large` bytes together, only what differs is taken apart.
[[nodiscard]] Review reviewBodies(const ReviewedBodies &bodies, const std::vector<Answer> &answers,
                                  std::size_t large = 128 * 1024);

/// The changed words of both sides in one text. Where they meet, the wiki's stand before git's.
struct WordUnion {
    std::string text;
    int meetings = 0;
};
[[nodiscard]] WordUnion uniteWords(std::string_view base, std::string_view wiki, std::string_view git);

}  // namespace wikivault::merge
