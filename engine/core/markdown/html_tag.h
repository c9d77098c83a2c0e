#pragma once

#include "engine/core/markdown/node.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace wikivault::markdown {

/// An HTML tag as written: `<name a="b">` or `</name>`.
struct HtmlTag {
    std::string name;                                        ///< lower case
    std::vector<std::pair<std::string, std::string>> attrs;  ///< names lower case, values decoded; the first one counts
    bool closing = false;
    std::size_t length = 0;  ///< bytes of source

    /// The value of attribute `key`, "" when it is absent.
    [[nodiscard]] std::string_view attr(std::string_view key) const;
    [[nodiscard]] bool has(std::string_view key) const;
    /// The value of `property` in the style attribute, "" when it is absent.
    [[nodiscard]] std::string style(std::string_view property) const;
    /// Every attribute is one of `known` (`style`, `class` and `dir` must be named too).
    [[nodiscard]] bool hasOnly(std::initializer_list<std::string_view> known) const;
};

/// The tag that begins at `text[at]`, by the grammar of CommonMark.
[[nodiscard]] std::optional<HtmlTag> parseTag(std::string_view text, std::size_t at);
/// Length of the comment `<!-- … -->` that begins at `text[at]`, or 0.
[[nodiscard]] std::size_t commentLength(std::string_view text, std::size_t at);
/// Length of the comment, processing instruction, declaration or CDATA section that begins at `text[at]`, or 0.
[[nodiscard]] std::size_t inertHtmlLength(std::string_view text, std::size_t at);

/// A comment that speaks to the importer: `<!--name {json}-->`.
struct Directive {
    std::string name;
    Members payload;
};
/// The directive in `comment` (with its delimiters), or nothing: another comment.
[[nodiscard]] std::optional<Directive> parseDirective(std::string_view comment);
/// The JSON object in `json`, or nothing.
[[nodiscard]] std::optional<Members> jsonMembers(std::string_view json);
/// `extra` laid over `attrs`: existing names are replaced.
void mergeMembers(Members &attrs, Members extra);
void setMember(Members &attrs, std::string_view name, Value value);

}  // namespace wikivault::markdown
