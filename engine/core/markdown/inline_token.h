#pragma once

#include "engine/core/markdown/node.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

/// Values of InlineParser.
namespace wikivault::markdown {

/// The inline content of a text block.
struct InlineContent {
    std::vector<Node> nodes;  ///< text, breaks, inline atoms, and images and media, which are blocks (see isBlockMedia)
    Members attrs;            ///< from a comment `<!--attrs {…}-->`
    bool lossy = false;       ///< something in the source has no node: keep the source
};

inline constexpr std::uint32_t kNone = 0xFFFFFFFF;

enum class TokenKind : std::uint8_t { Text, Delimiter, OpenMark, CloseMark, Atom };

struct Token {
    TokenKind kind;
    std::uint32_t begin, end;  ///< range of the decoded text
    std::uint32_t index;       ///< the delimiter, mark or atom; kNone: none (a mark token that was taken back)
};

/// A run of `*`, `_`, `~` or `=`.
struct Delimiter {
    std::uint32_t token;
    char sign;
    bool canOpen, canClose;
    std::uint32_t length, left;  ///< characters written and not yet paired
    std::uint32_t previous = kNone, next = kNone;
    std::uint32_t opens = kNone;  ///< chain of marks that open after the characters left, outermost first
    std::uint32_t closes = kNone, lastClose = kNone;  ///< chain of marks that close before them, innermost first
};

/// What one pass over the whole text finds, made when it is needed first.
struct ScannedAhead {
    std::unordered_map<std::size_t, std::vector<std::size_t>> backtickRuns;  ///< length → positions
    std::unordered_map<std::size_t, std::size_t> noteEnds;                   ///< `[` of a note → its `]`
    bool backticks = false, notes = false;                                   ///< scanned
};

struct MarkEvent {
    std::uint32_t mark, next;
};

struct Bracket {
    std::uint32_t token;
    std::size_t inner;        ///< position after `[`
    std::uint32_t delimiter;  ///< last delimiter before it
    bool image;
    bool bracketInside = false;
};

/// An HTML tag that waits for its end tag.
struct OpenElement {
    std::string name;
    std::uint32_t token, mark;  ///< mark kNone: an element that marks nothing
    bool foreign;               ///< its own form is lost
};

struct ParsedTarget {
    std::string href, title, width, height;
    std::size_t end = 0;     ///< position after it
    std::string_view label;  ///< source between the brackets
};

}  // namespace wikivault::markdown
