#pragma once

#include "engine/core/markdown/export_text.h"
#include "engine/core/markdown/node.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// The inline content of paragraphs, headings, cells and notes.
namespace wikivault::markdown {

class FootnotePlan;

enum class InlinePlace { Paragraph, Heading, Cell, Note };

struct InlineContext {
    InlinePlace place = InlinePlace::Paragraph;
    bool itemStart = false;    ///< first paragraph of a list item
    bool quoteStart = false;   ///< first paragraph of a quote
    bool colonFences = false;  ///< the document holds a line that would close `:::`
    const FootnotePlan *footnotes = nullptr;
    std::string_view tail = {};  ///< the comment that follows on the line
};

/// Markdown that reads back as `content`; line feeds are hard breaks. Nothing if no form does.
[[nodiscard]] std::optional<std::string> inlineMarkdown(const std::vector<Node> &content, const InlineContext &context);
/// The same content inside raw HTML.
[[nodiscard]] std::string inlineHtml(const std::vector<Node> &content, const FootnotePlan *footnotes);

/// An inline node that is no text: the form of an atom.
struct AtomPlace {
    bool html = false;                        ///< inside raw HTML
    bool careful = false;                     ///< the short form did not read back
    bool digitNext = false;                   ///< the next character is a digit
    const FootnotePlan *footnotes = nullptr;  ///< null: references as opaque nodes
};
void appendAtom(std::string &out, const Node &atom, const AtomPlace &place);
/// A hard break that nothing but its marks distinguishes.
[[nodiscard]] bool isPlainBreak(const Node &node);
/// `<span data-node="…"></span>`.
void appendOpaqueSpan(std::string &out, const Node &node);
/// Attributes that say something and are not among `written`.
[[nodiscard]] Members restAttrs(const Node &node, std::initializer_list<std::string_view> written);
void appendRest(std::string &tag, const Members &rest);

}  // namespace wikivault::markdown
