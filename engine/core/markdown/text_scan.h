#pragma once

#include "engine/core/ascii.h"

#include <cstddef>
#include <string>
#include <string_view>

/// Characters as the Markdown grammar sees them. Bytes ≥ 0x80 are parts of UTF-8 sequences.
namespace wikivault::markdown {

[[nodiscard]] constexpr bool isBlankChar(char c) {
    return c == ' ' || c == '\t';
}
/// White space of HTML and Markdown syntax: space, tab, line feed, form feed, carriage return, vertical tab.
[[nodiscard]] constexpr bool isSpaceChar(char c) {
    return c == ' ' || (c >= '\t' && c <= '\r');
}
[[nodiscard]] constexpr bool isLineEnd(char c) {
    return c == '\n' || c == '\r';
}
[[nodiscard]] constexpr bool isDigitChar(char c) {
    return c >= '0' && c <= '9';
}
[[nodiscard]] constexpr bool isAlphaChar(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
[[nodiscard]] constexpr bool isAlnumChar(char c) {
    return isDigitChar(c) || isAlphaChar(c);
}
[[nodiscard]] constexpr bool isWordChar(char c) {
    return isAlnumChar(c) || c == '_';
}
[[nodiscard]] constexpr bool isPunctChar(char c) {
    return (c >= '!' && c <= '/') || (c >= ':' && c <= '@') || (c >= '[' && c <= '`') || (c >= '{' && c <= '~');
}
[[nodiscard]] bool equalsIgnoringCase(std::string_view a, std::string_view b);

/// Without white space characters at both ends.
[[nodiscard]] std::string_view trimmed(std::string_view text);
/// Runs of white space characters become one space, none at the ends.
[[nodiscard]] std::string collapsed(std::string_view text);
[[nodiscard]] bool isBlank(std::string_view text);

/// What a character next to a delimiter run is.
enum class CharClass : unsigned char { Space, Punctuation, Letter };
/// The character that ends at byte `end`; the start of the text is white space, an astral character a letter.
[[nodiscard]] CharClass classBefore(std::string_view text, std::size_t end);
/// The character that begins at byte `begin`; the end of the text is white space.
[[nodiscard]] CharClass classAfter(std::string_view text, std::size_t begin);

void appendUtf8(std::string &out, char32_t code);
/// `text` with each malformed sequence replaced by U+FFFD.
[[nodiscard]] std::string validUtf8(std::string_view text);
[[nodiscard]] bool isValidUtf8(std::string_view text);
/// Case-folded, white space collapsed: the form in which link labels are compared.
[[nodiscard]] std::string foldedLabel(std::string_view label);

}  // namespace wikivault::markdown
