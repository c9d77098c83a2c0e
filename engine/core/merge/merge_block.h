#pragma once

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

/// Share of words two blocks have in common: 0 … 1.
[[nodiscard]] double similarity(std::string_view a, std::string_view b);

}  // namespace wikivault::merge
