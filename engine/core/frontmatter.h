#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace wikivault {

inline constexpr std::string_view kPageIdKey = "gitmost_id";

/// A line without its line end; a carriage return before the line feed belongs to the end.
struct TextLine {
    std::string_view text;
    std::size_t begin = 0, next = 0;
};
[[nodiscard]] TextLine textLineAt(std::string_view text, std::size_t at);
[[nodiscard]] std::string_view withoutBlankEnds(std::string_view text);

/// The one key of ours. Offsets are those of the text handed to readFrontmatter.
struct PageIdEntry {
    std::string text;                          ///< the value without quotes and comment
    std::size_t begin = 0, end = 0;            ///< its lines
    std::size_t valueBegin = 0, valueEnd = 0;  ///< the scalar with its quotes; equal where it is empty
    bool plain = true;                         ///< the value is one scalar on the key's line
};

/// The frontmatter a text begins with. Nothing of it but our key is ever used as data.
struct Frontmatter {
    std::size_t begin = 0, end = 0;  ///< both `---` lines and the last line end included; equal: none
    std::optional<PageIdEntry> id;
    std::string problem;  ///< why it is not used; a clause, empty when all is well
    [[nodiscard]] bool exists() const { return end > begin; }
};

/// Reads a strict, bounded subset of YAML: one mapping of at most 1000 keys within 64 KiB between two `---` lines. What
/// is no mapping is none, so that two rules with prose between them stay text; a block that names our key is one all
/// the same, with a problem. Duplicate keys, anchors, aliases and tags are a problem too. `at` is where the text
/// begins.
[[nodiscard]] Frontmatter readFrontmatter(std::string_view text, std::size_t at);

}  // namespace wikivault
