#pragma once

#include "engine/core/markdown/export_inline.h"
#include "engine/core/markdown/export_lines.h"
#include "engine/core/markdown/node.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wikivault::markdown {

class FootnotePlan;

/// Prints blocks as Markdown; what has no Markdown form becomes HTML or an opaque comment.
class BlockPrinter {
public:
    BlockPrinter(const FootnotePlan &footnotes, bool colonFences)
        : m_footnotes(footnotes),
          m_colonFences(colonFences) {}

    void document(const Node &doc);
    void blocks(const std::vector<Node> &nodes, std::string_view parent);
    /// `<!--name {…}-->` and a blank line.
    void comment(std::string_view name, const Members &members);
    LineWriter &writer() { return m_writer; }
    [[nodiscard]] std::string take() { return m_writer.take(); }

private:
    /// Where a block stands in its container.
    struct Where {
        std::string_view parent;
        bool first, alone;
    };
    bool block(const Node &node, const Where &where);
    bool paragraph(const Node &node, const Where &where);
    bool heading(const Node &node);
    bool codeBlock(const Node &node);
    bool blockquote(const Node &node);
    bool callout(const Node &node);
    bool list(const Node &node);
    void listItem(const Node &item, const std::string &marker);
    bool details(const Node &node);
    bool table(const Node &node);
    bool rule(const Node &node);
    bool mathBlock(const Node &node);
    bool html(const Node &node);
    bool media(const Node &node);
    void opaque(const Node &node);
    /// Attributes for the next block, if there are any.
    void announce(const Members &rest);

    const FootnotePlan &m_footnotes;
    bool m_colonFences;
    LineWriter m_writer;
};

/// What the whole document says about how its blocks are written.
struct DocumentTraits {
    bool colonFences = false, noteLabels = false;
};
/// The lines of one block by itself, in a document of these traits.
[[nodiscard]] std::string blockMarkdown(const Node &block, DocumentTraits traits);
/// A block inside raw HTML, on one line.
void appendHtmlBlock(std::string &out, const Node &node, const FootnotePlan &footnotes);
/// A table's GFM lines; nothing when only HTML can say it.
[[nodiscard]] std::optional<std::string> gfmTable(const Node &table, const InlineContext &context);
/// The Markdown of an image or another atom; nothing if `node` is none.
[[nodiscard]] std::optional<std::string> mediaMarkdown(const Node &node);
/// Its element; false if `node` is none.
[[nodiscard]] bool appendMediaHtml(std::string &out, const Node &node);
/// `type` is a block whose attributes alone make it.
[[nodiscard]] bool isMediaType(std::string_view type);
[[nodiscard]] bool allChildren(const Node &node, std::string_view type, std::string_view other = {});

}  // namespace wikivault::markdown
