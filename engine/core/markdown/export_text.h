#pragma once

#include <cstddef>
#include <string>
#include <string_view>

/// Text between marks, with what Markdown would read into it taken away.
namespace wikivault::markdown {

enum class Escaping {
    Light,     ///< what the format always escapes; the rest only raises `doubt`
    Careful,   ///< everything that might be read as something else
    Complete,  ///< every punctuation character
};

/// What the whole block holds, found before its first character is written.
struct BlockTraits {
    std::size_t stars = 0, unders = 0, tildes = 0, dollars = 0;
    bool starMarks = false, tildeMarks = false, ticks = false, brackets = false, links = false, math = false;
};
void addTraits(BlockTraits &traits, std::string_view text);

struct TextPlace {
    Escaping escaping = Escaping::Light;
    const BlockTraits *traits = nullptr;
    bool inLink = false;
    bool note = false;        ///< every backslash is doubled there
    bool last = false;        ///< nothing follows in the block
    char next = 0;            ///< first character of what follows
    bool labels = false;      ///< the document defines `[^label]` notes
    bool references = false;  ///< the document defines what `[text]` names
};

/// Appends `text`; true if a careful reader would have escaped more than was escaped.
[[nodiscard]] bool appendMarkdownText(std::string &out, std::string_view text, const TextPlace &place);
/// A code span; the `<code>` form where back-ticks cannot do it.
void appendCodeSpan(std::string &out, std::string_view text);
void appendCodeTag(std::string &out, std::string_view text);

/// Whether no character of `text` can mean anything to Markdown inside a line.
[[nodiscard]] bool isInert(std::string_view text);

/// White space at the end of `out` as a reference.
void keepTrailingSpace(std::string &out);

struct LinePlace {
    Escaping escaping = Escaping::Light;
    bool itemStart = false, quoteStart = false, colonFences = false, tableCell = false;
};
/// Escapes what would start a block at the beginnings of the lines of `text`; true as above.
[[nodiscard]] bool escapeLineStarts(std::string &text, const LinePlace &place);

}  // namespace wikivault::markdown
