#pragma once

#include "engine/core/markdown/block_lines.h"
#include "engine/core/markdown/converter.h"
#include "engine/core/markdown/import_context.h"

namespace wikivault::markdown {

/// The blocks of some lines, container by container. Deeper than kDeepestContainer, markers are text.
class BlockParser {
public:
    BlockParser(const BodyLines &lines, ImportContext &context, unsigned depth)
        : m_lines(lines), m_context(context), m_depth(depth) {}
    [[nodiscard]] std::vector<Block> parse();

private:
    [[nodiscard]] std::vector<Node> next();
    [[nodiscard]] std::vector<Node> children(const BodyLines &lines) const;
    [[nodiscard]] std::vector<Node> fencedCode(const Fence &fence);
    [[nodiscard]] std::vector<Node> indentedCode();
    [[nodiscard]] std::vector<Node> heading(int level);
    [[nodiscard]] std::vector<Node> quote();
    [[nodiscard]] std::vector<Node> colonCallout(std::string_view word);
    [[nodiscard]] std::vector<Node> mathBlock();
    [[nodiscard]] std::vector<Node> list(const ListMarker &first);
    [[nodiscard]] Node listItem(const ListMarker &marker, bool task);
    [[nodiscard]] std::vector<Node> details();
    [[nodiscard]] std::vector<Node> comment();
    [[nodiscard]] std::vector<Node> table(std::size_t columns);
    [[nodiscard]] std::vector<Node> paragraph();
    [[nodiscard]] std::vector<Node> textBlock(Node block, const std::string &text) const;
    [[nodiscard]] bool interruptsParagraph(std::size_t at) const;
    [[nodiscard]] std::size_t tableColumns(std::size_t at) const;
    [[nodiscard]] std::size_t findLine(std::size_t from, std::string_view text) const;
    [[nodiscard]] const std::string &line(std::size_t at) const { return m_lines[at].text; }
    [[nodiscard]] bool blank(std::size_t at) const;

    const BodyLines &m_lines;
    ImportContext &m_context;
    unsigned m_depth;
    std::size_t m_at = 0;
    Members m_attrs;  ///< of a `<!--block {…}-->` for the next block
};

[[nodiscard]] Node makeNode(std::string type, std::vector<Node> content = {}, Members attrs = {});

}  // namespace wikivault::markdown
