#pragma once

#include "engine/core/markdown/block_tree.h"
#include "engine/core/markdown/import_context.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace wikivault::markdown {

/// Reads a body line by line: which open containers go on, which blocks begin, what is text.
class BlockReader {
public:
    BlockReader(std::string_view text, ImportContext &context);
    [[nodiscard]] BlockTree parse();

private:
    // block_reader.cpp: lines and containers
    void findEnds();
    void line();
    [[nodiscard]] std::size_t matchContainers();
    [[nodiscard]] bool continues(const BlockEntry &block);
    [[nodiscard]] std::size_t matchBlank(std::size_t from) const;
    [[nodiscard]] bool continueLeaf();
    void plainLine(bool opened);
    void closeUnmatched();
    void closeTo(std::size_t size);
    void closeLeaf();
    std::uint32_t addBlock(BlockKind kind);
    std::uint32_t openContainer(BlockKind kind);
    std::uint32_t openLeaf(BlockKind kind);
    [[nodiscard]] BlockEntry &leaf() { return m_tree.blocks[m_leaf]; }
    [[nodiscard]] BlockEntry &container() { return m_tree.blocks[m_open.back()]; }
    [[nodiscard]] bool leafIs(BlockKind kind) const {
        return m_leaf != BlockEntry::none && m_tree.blocks[m_leaf].kind == kind;
    }

    // block_cursor.cpp: the place in the line
    void findNonspace();
    void advanceColumns(std::size_t columns);
    [[nodiscard]] std::string_view rest() const { return m_line.substr(m_nonspace); }
    [[nodiscard]] std::string restWithIndent() const;
    void appendLine(BlockEntry &block, std::string_view text);

    // block_starts.cpp: what may begin here; true: it did, the line goes on inside it (or is used up: m_done)
    [[nodiscard]] bool startBlock();
    [[nodiscard]] bool startQuote();
    [[nodiscard]] bool startHeading();
    [[nodiscard]] bool startCodeFence();
    [[nodiscard]] bool startHtml();
    [[nodiscard]] bool startSetext();
    [[nodiscard]] bool startTable();
    [[nodiscard]] bool startRule();
    [[nodiscard]] bool startItem();
    [[nodiscard]] bool startMath();
    [[nodiscard]] bool startFence();
    [[nodiscard]] bool startNote();
    [[nodiscard]] bool startIndentedCode();

    // block_leaves.cpp
    [[nodiscard]] bool continueCode();
    [[nodiscard]] bool continueHtml();
    [[nodiscard]] bool continueMath();
    void takeDefinitions(BlockEntry &paragraph);
    [[nodiscard]] std::size_t definition(std::string_view text);

    std::string_view m_text;
    ImportContext &m_context;
    BlockTree m_tree;
    std::vector<std::uint32_t> m_open;        ///< open containers, outermost first
    std::vector<std::size_t> m_quotes;        ///< places of quotes and callouts in m_open
    std::size_t m_fences = 0;                 ///< open `:::` containers
    std::uint32_t m_leaf = BlockEntry::none;  ///< open leaf of the innermost container

    std::string_view m_line;
    std::size_t m_lineBegin = 0, m_lineEnd = 0;            ///< in the text
    std::size_t m_at = 0, m_column = 0, m_partialTab = 0;  ///< m_partialTab: columns of a tab that are used up
    std::size_t m_nonspace = 0, m_nonspaceColumn = 0, m_indent = 0;
    bool m_blank = false, m_done = false;
    std::size_t m_matched = 0;     ///< containers that go on in this line
    bool m_paragraphOpen = false;  ///< the line may continue a paragraph of the innermost matched container
    std::array<std::size_t, 4> m_lastHtmlEnds{};          ///< where `-->`, `?>`, `>` and `]]>` stand last; 0: nowhere
    std::size_t m_lastMathLine = 0, m_lastFenceLine = 0;  ///< the last line that may end a formula, a `:::` block
};

/// The delimiter row of a table: number of its cells, 0: none.
[[nodiscard]] std::size_t delimiterCells(std::string_view line);
/// Cells of a table row, trimmed; `\|` is a pipe.
[[nodiscard]] std::vector<std::string> tableCells(std::string_view line);
/// The kind (1 to 7) of the HTML block that begins at this text, or 0.
[[nodiscard]] int htmlBlockKind(std::string_view text, bool inParagraph);
/// The line ends an HTML block of kinds 1 to 5.
[[nodiscard]] bool endsHtmlBlock(int kind, std::string_view line);

}  // namespace wikivault::markdown
