#pragma once

#include "engine/core/markdown/block_tree.h"
#include "engine/core/markdown/html_tree.h"
#include "engine/core/markdown/import_context.h"

#include <optional>
#include <string>
#include <vector>

namespace wikivault::markdown {

[[nodiscard]] Node makeNode(std::string type, Members attrs = {}, std::vector<Node> content = {});
[[nodiscard]] Node makeText(std::string text);

/// Nodes of some source, and whether the source says something they do not.
struct ImportedNodes {
    std::vector<Node> nodes;
    bool lossy = false;
};

/// `content` as blocks of the kind of `block`, split at images and media, which are blocks of their own.
void appendTextBlocks(ImportedNodes &out, Node block, std::vector<Node> content);
/// The type of a callout for what people write.
[[nodiscard]] std::string calloutType(std::string_view word, bool &known);
/// The node of a comment that stands for a block (`<!--pagebreak-->` …), or nothing.
[[nodiscard]] std::optional<Node> blockOfDirective(const Directive &directive, std::string_view comment);
/// Content for a container that needs blocks: an only `<!--empty-->` leaves it empty, nothing gives a paragraph.
void fillContainer(std::vector<Node> &content);
/// The same for the item of a list, which begins with a paragraph.
void fillItem(std::vector<Node> &content);
/// Comments about other blocks stand among the nodes, with this before their name as type, until they are obeyed.
inline constexpr char kNoteSign = '\x01';
[[nodiscard]] bool isNote(const Node &node, std::string_view name = {});
/// Obeys the comments among the children of a container (`<!--block {…}-->`, `<!--table {…}-->`) and removes them;
/// `item` gets the attributes of an `<!--item {…}-->`.
void settleNotes(ImportedNodes &children, Members *item);

/// The text inside an element as written; a line break is a line feed.
[[nodiscard]] std::string htmlSource(const HtmlNode &element);
/// … with its references decoded.
[[nodiscard]] std::string htmlText(const HtmlNode &element);

[[nodiscard]] std::string_view withoutTrailingBlanks(std::string_view text);

/// Raw HTML as blocks.
class HtmlImport {
public:
    HtmlImport(ImportContext &context, unsigned noteDepth) : m_context(context), m_noteDepth(noteDepth) {}
    [[nodiscard]] ImportedNodes blocks(std::vector<HtmlNode> html, bool top);

private:
    void addAll(std::vector<HtmlNode> &html);
    void add(HtmlNode &html);
    void flush();
    [[nodiscard]] bool addInline(HtmlNode &html);
    void addText(std::string_view text);
    void addComment(const HtmlNode &comment);
    void addElement(HtmlNode &element);
    void addDiv(HtmlNode &element);
    void addTextBlock(HtmlNode &element, Node block);
    void addContainer(HtmlNode &element, Node node);
    void addList(HtmlNode &element);
    void addPre(HtmlNode &element);
    void addDetails(HtmlNode &element);
    void addTable(HtmlNode &element);
    void addRows(HtmlNode &part, Node &table);
    void addRow(HtmlNode &row, Node &table);
    void addMedia(HtmlNode &element, std::string_view type);
    void addCode(HtmlNode &element);
    void addHtmlSource(HtmlNode &element);
    void append(Node node) { m_out.nodes.push_back(std::move(node)); }
    [[nodiscard]] std::vector<Node> inner(std::vector<HtmlNode> &html);
    void endRun();

    ImportContext &m_context;
    unsigned m_noteDepth;
    bool m_top = false;         ///< the children of no element
    std::vector<Node> m_run;    ///< inline content that waits for its block
    std::vector<Mark> m_marks;  ///< innermost first
    bool m_spaceLast = false;   ///< the run ends in a space that may go
    bool m_breakLast = false;   ///< … in a `<br>`
    ImportedNodes m_out;
};

/// A tree of source blocks as nodes.
class BlockImport {
public:
    BlockImport(const BlockTree &tree, ImportContext &context) : m_tree(tree), m_context(context) {}
    /// A source range and what it means; sources without a node stand before `head` and from `tail` on.
    struct Run {
        std::size_t begin, end;
        ImportedNodes imported;
        std::size_t head = begin, tail = std::string_view::npos;
    };
    /// `task`: the first child is a paragraph that begins with a task box.
    [[nodiscard]] std::vector<Run> runs(std::uint32_t container, bool task = false);
    [[nodiscard]] ImportedNodes children(std::uint32_t container);

private:
    [[nodiscard]] ImportedNodes unit(const std::vector<std::uint32_t> &entries);
    [[nodiscard]] ImportedNodes block(std::uint32_t at);
    [[nodiscard]] ImportedNodes textBlock(Node node, std::string_view text);
    [[nodiscard]] ImportedNodes paragraph(const BlockEntry &entry);
    [[nodiscard]] ImportedNodes taskParagraph(const BlockEntry &entry);
    [[nodiscard]] ImportedNodes code(const BlockEntry &entry);
    [[nodiscard]] ImportedNodes container(std::uint32_t at, Node node);
    [[nodiscard]] ImportedNodes callout(std::uint32_t at);
    [[nodiscard]] ImportedNodes titledCallout(std::uint32_t at, std::string_view title);
    [[nodiscard]] ImportedNodes fence(std::uint32_t at);
    [[nodiscard]] ImportedNodes table(const BlockEntry &entry);
    [[nodiscard]] ImportedNodes list(const std::vector<std::uint32_t> &items);
    [[nodiscard]] Node item(std::uint32_t at, bool task, bool &lossy);
    [[nodiscard]] ImportedNodes html(const std::vector<std::uint32_t> &entries);

    const BlockTree &m_tree;
    ImportContext &m_context;
};

}  // namespace wikivault::markdown
