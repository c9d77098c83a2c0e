#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

/// Values of InlineParser.
namespace wikivault::markdown {

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
    std::uint32_t length, left;             ///< characters written and not yet paired
    std::uint32_t previous = kNone, next = kNone;
    std::uint32_t opens = kNone;            ///< chain of marks that open after the characters left, outermost first
    std::uint32_t closes = kNone, lastClose = kNone;  ///< chain of marks that close before them, innermost first
};

struct MarkEvent {
    std::uint32_t mark, next;
};

struct Bracket {
    std::uint32_t token;
    std::size_t inner;         ///< position after `[`
    std::uint32_t delimiter;   ///< last delimiter before it
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
    std::size_t end = 0;  ///< position after it
    std::string_view label;  ///< source between the brackets
};

}  // namespace wikivault::markdown
