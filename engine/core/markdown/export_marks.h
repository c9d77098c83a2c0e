#pragma once

#include "engine/core/markdown/node.h"

#include <string>
#include <string_view>
#include <vector>

/// How marks are written around the text they cover.
namespace wikivault::markdown {

struct MarkForm {
    std::string open, close;
    char delimiter = 0;  ///< '*', '~' or '=' when Markdown decides by the neighbours whether it is one
};

/// The Markdown form: delimiters, `[…](…)`, or the HTML form where Markdown has none.
[[nodiscard]] MarkForm markdownForm(const Mark &mark);
/// Tags only; still around Markdown text.
[[nodiscard]] MarkForm tagForm(const Mark &mark);
/// The form inside raw HTML.
[[nodiscard]] MarkForm htmlForm(const Mark &mark);

/// Marks in the order of writing, innermost first; `code` is not among them.
[[nodiscard]] std::vector<const Mark *> orderedMarks(const std::vector<Mark> &marks);
[[nodiscard]] const Mark *codeMark(const std::vector<Mark> &marks);
[[nodiscard]] bool isBareDelimiter(const Mark &mark);

/// The target of a link or image between its parentheses; false when no Markdown target can hold it.
[[nodiscard]] bool appendTarget(std::string &out, std::string_view target);
/// Attributes of a link that `[…](href "title")` does not imply, named as in the schema.
[[nodiscard]] Members linkRest(const Mark &link);

}  // namespace wikivault::markdown
