#pragma once

#include "engine/core/markdown/node.h"

#include <cstddef>
#include <string>
#include <string_view>

/// Characters as Markdown and HTML see them, and how to take their meaning away.
namespace wikivault::markdown {

/// The code point that starts at `at` (or ends before it) and its length; {0, 0} at the edge.
struct CodePoint {
    char32_t value = 0;
    std::size_t length = 0;
};
[[nodiscard]] CodePoint codePointAt(std::string_view text, std::size_t at);
[[nodiscard]] CodePoint codePointBefore(std::string_view text, std::size_t at);
/// White space as JavaScript's trim() sees it.
[[nodiscard]] bool isScriptSpace(char32_t c);

/// Length of an HTML character reference at `at` (`&amp;`, `&#35;`), or 0.
[[nodiscard]] std::size_t entityLength(std::string_view text, std::size_t at);

/// A backslash at the end of `text` takes the next character for itself.
[[nodiscard]] bool endsInEscape(std::string_view text);
void appendReference(std::string &out, char32_t c);
/// Text between tags: `& < >`; white space that HTML would collapse as references. `afterSpace` is carried from text to
/// text: whether a space there would run together with one before (true at the start of a block).
void appendHtmlText(std::string &out, std::string_view text, bool &afterSpace);
/// An attribute value between double quotes.
void appendHtmlAttribute(std::string &out, std::string_view value);
/// ` name="value"`.
void appendHtmlAttribute(std::string &out, std::string_view name, std::string_view value);
/// Text that neither Markdown nor HTML reads anything into: letters, digits, plain spaces and references.
void appendInertText(std::string &out, std::string_view text);
/// `<!--name {json}-->`, or `<!--name-->` without members.
void appendComment(std::string &out, std::string_view name, const Members &members);
void appendComment(std::string &out, std::string_view name, std::string_view json);

}  // namespace wikivault::markdown
