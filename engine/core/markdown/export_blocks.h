#pragma once

#include "engine/core/markdown/export_footnotes.h"
#include "engine/core/markdown/export_inline.h"
#include "engine/core/markdown/export_lines.h"
#include "engine/core/markdown/node.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wikivault::markdown {

/// Prints blocks as Markdown; what has no Markdown form becomes HTML or an opaque comment.
class BlockPrinter {
public:
    enum class Sources { Kept, Dropped };
    BlockPrinter(const FootnotePlan &footnotes, bool colonFences, Sources sources = Sources::Kept)
        : m_footnotes(footnotes),
          m_colonFences(colonFences),
          m_sources(sources) {}

    void document(const Node &doc);
    void blocks(const std::vector<Node> &nodes, std::string_view parent);
    /// `<!--name {…}-->` and a blank line.
    void comment(std::string_view name, const Members &members);
    LineWriter &writer() { return m_writer; }
    [[nodiscard]] std::string take() { return m_writer.take(); }
    /// Whether something was written as a person's file said it.
    [[nodiscard]] bool usedSource() const { return m_usedSource; }
    [[nodiscard]] bool usedDefinitions() const { return m_usedDefinitions; }

private:
    /// Where a block stands in its container.
    struct Where {
        std::string_view parent;
        bool first, alone;
        bool last;  ///< of the document: nothing is written behind it
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
    /// What a person's file said in place of a block, or next to it, if it still may say it.
    [[nodiscard]] const std::string *source(const Node &node, const Where &where);
    [[nodiscard]] const std::string *bareSource(const Node &node, std::string_view name);
    void use(const std::string &source);
    void opaque(const Node &node);
    /// Attributes for the next block, if there are any.
    void announce(const Members &rest);

    const FootnotePlan &m_footnotes;
    bool m_colonFences, m_usedSource = false, m_usedDefinitions = false;
    Sources m_sources;
    LineWriter m_writer;
};

/// What stands behind the opening fence of a code block.
[[nodiscard]] std::string infoString(const Node &code);
/// White space that a page file's reader would trim off the body becomes a reference.
void keepEdgeSpace(std::string &body);
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
