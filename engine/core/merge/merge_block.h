#pragma once

#include "engine/core/merge/diff3.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wikivault::merge {

/// Words, runs of white space and single other characters; together they are `text`. Scripts without spaces give one
/// token per character.
[[nodiscard]] std::vector<std::string_view> tokensOf(std::string_view text);

enum class Finest { Lines, Words };

/// Three-way merge of one block's Markdown by lines and, where one line was changed on both sides, by words. Nothing:
/// the changes overlap.
[[nodiscard]] std::optional<std::string> mergeBlockText(std::string_view base, std::string_view wiki,
                                                        std::string_view git, Finest finest);

/// Lines of a block that a merge takes from one side, or that are in conflict.
struct LinePart {
    Take3 take = Take3::Base;  ///< first: git, second: the wiki
    bool byWords = false;      ///< `text` holds words of both
    bool isThere = false;      ///< false: no line stands here, which is not an empty line
    std::string_view base, wiki, git;
    std::string text;
};
[[nodiscard]] std::vector<LinePart> mergeLines(std::string_view base, std::string_view wiki, std::string_view git,
                                               Finest finest);
/// A conflict of as many lines on all sides, line by line, as long as one of them stays a conflict.
[[nodiscard]] std::vector<LinePart> splitLines(const LinePart &conflict);

/// Share of words two blocks have in common: 0 … 1.
[[nodiscard]] double similarity(std::string_view a, std::string_view b);

}  // namespace wikivault::merge
