#pragma once

#include "engine/core/markdown/html_tag.h"
#include "engine/core/markdown/import_context.h"

#include <optional>
#include <string_view>

/// Inline HTML elements as marks and atoms of the document.
namespace wikivault::markdown {

struct InlineElement {
    enum class Kind {
        Unknown,   ///< stays text
        Plain,     ///< its content without it
        Marked,    ///< its content with `mark`
        Verbatim,  ///< its content is no Markdown: atoms and `<code>`
        Void,      ///< has no content: `<br>`, `<img>`
    };
    Kind kind = Kind::Unknown;
    Mark mark;
    bool foreign = false;  ///< the export would print another form
};

[[nodiscard]] InlineElement inlineElement(const HtmlTag &tag);
/// The atom (mention, status, formula, footnote, opaque node) a Verbatim or Void element stands for, or nothing.
[[nodiscard]] std::optional<Node> inlineAtom(const HtmlTag &tag, std::string_view innerText, ImportContext &context,
                                             unsigned noteDepth);
/// A link as Markdown writes it; one to a page of the wiki is internal.
[[nodiscard]] Mark linkMark(std::string href, std::string_view title);
/// The image of an `<img>`.
[[nodiscard]] Node imageOf(const HtmlTag &tag);
/// Copies HTML attributes that are there to node attributes: pairs of names.
void copyAttrs(const HtmlTag &tag, Members &attrs,
               std::initializer_list<std::pair<std::string_view, std::string_view>> names);
/// Lays the JSON of `data-attrs` over `attrs`.
void mergeDataAttrs(const HtmlTag &tag, Members &attrs);

}  // namespace wikivault::markdown
