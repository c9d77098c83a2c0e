#include "engine/core/markdown/block_reader.h"

#include "engine/core/markdown/html_entities.h"
#include "engine/core/markdown/link_syntax.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>

namespace wikivault::markdown {

namespace {

constexpr std::size_t kDeepestFences = 64;

bool isRuleLine(std::string_view text) {
    std::size_t count = 0;
    for (const char c : text) {
        if (isBlankChar(c)) continue;
        if (c != text[0]) return false;
        ++count;
    }
    return count >= 3 && (text[0] == '*' || text[0] == '-' || text[0] == '_');
}

struct ItemMarker {
    std::size_t length = 0;  ///< 0: none
    char sign = 0;
    std::uint64_t number = 0;
    bool ordered = false;
};

ItemMarker itemMarker(std::string_view text) {
    ItemMarker marker;
    std::size_t end = 0;
    if (text[0] == '-' || text[0] == '*' || text[0] == '+') {
        end = 1;
    } else {
        while (end < text.size() && end < 9 && isDigitChar(text[end]))
            marker.number = marker.number * 10 + static_cast<std::uint64_t>(text[end++] - '0');
        if (end == 0 || end == text.size() || (text[end] != '.' && text[end] != ')')) return {};
        marker.ordered = true;
        ++end;
    }
    if (end < text.size() && !isBlankChar(text[end])) return {};
    marker.length = end;
    marker.sign = text[end - 1];
    return marker;
}

/// `[!word]` at the start of a quote: position after it, or 0.
std::size_t calloutHead(std::string_view text) {
    if (text.substr(0, 2) != "[!") return 0;
    std::size_t end = 2;
    while (end < text.size() && (isWordChar(text[end]) || text[end] == '-'))
        ++end;
    return end > 2 && end < text.size() && text[end] == ']' ? end + 1 : 0;
}

}  // namespace

bool BlockReader::startBlock() {
    if (m_blank) return false;
    if (m_indent >= 4) return startIndentedCode();
    switch (m_line[m_nonspace]) {
        case '>': return startQuote();
        case '#': return startHeading();
        case '`':
        case '~': return startCodeFence();
        case '<': return startHtml();
        case '$': return startMath();
        case ':': return startFence() || startTable();
        case '[': return startNote();
        case '=': return startSetext();
        case '-': return startSetext() || startTable() || startRule() || startItem();
        case '|': return startTable();
        case '*':
        case '_': return startRule() || startItem();
        default: return startItem();
    }
}

bool BlockReader::startIndentedCode() {
    if (leafIs(BlockKind::Paragraph)) return false;
    openLeaf(BlockKind::Code);
    advanceColumns(4);
    appendLine(leaf(), restWithIndent());
    return m_done = true;
}

bool BlockReader::startQuote() {
    if (m_open.size() >= kDeepestBlocks) return false;
    const std::uint32_t at = openContainer(BlockKind::Quote);
    advanceColumns(m_indent + 1);
    if (m_at < m_line.size() && isBlankChar(m_line[m_at])) advanceColumns(1);
    if (m_indent > 3) return true;
    const std::string_view head = rest();
    const std::size_t end = calloutHead(head);
    if (end == 0) return true;
    BlockEntry &block = m_tree.blocks[at];
    block.kind = BlockKind::Callout;
    block.info = lowerAscii(head.substr(2, end - 3));
    std::string_view title = head.substr(end);
    if (!title.empty() && (title[0] == '-' || title[0] == '+')) {
        block.sign = title[0];
        title.remove_prefix(1);
    }
    block.text = trimmed(title);
    return m_done = true;
}

bool BlockReader::startHeading() {
    std::string_view text = rest();
    const std::size_t level = std::min(text.find_first_not_of('#'), text.size());
    if (level > 6 || (level < text.size() && !isBlankChar(text[level]))) return false;
    text = trimmed(text.substr(level));
    std::size_t end = text.size();
    while (end > 0 && text[end - 1] == '#')
        --end;
    if (end == 0 || (end < text.size() && isBlankChar(text[end - 1]))) text = trimmed(text.substr(0, end));
    openLeaf(BlockKind::Heading);
    leaf().number = level;
    leaf().text = text;
    closeLeaf();
    return m_done = true;
}

bool BlockReader::startCodeFence() {
    const std::string_view text = rest();
    const std::size_t length = std::min(text.find_first_not_of(text[0]), text.size());
    const std::string_view info = trimmed(text.substr(length));
    if (length < 3 || (text[0] == '`' && info.find('`') != std::string_view::npos)) return false;
    const std::size_t indent = m_indent;
    openLeaf(BlockKind::Code);
    BlockEntry &block = leaf();
    block.sign = text[0];
    block.number = length;
    block.offset = indent;
    block.info = info;
    return m_done = true;
}

bool BlockReader::startHtml() {
    const std::string_view text = rest();
    const int kind = htmlBlockKind(text, leafIs(BlockKind::Paragraph));
    if (kind == 0 || (kind >= 2 && kind <= 5 && m_lastHtmlEnds[static_cast<std::size_t>(kind) - 2] <= m_lineBegin))
        return false;
    openLeaf(BlockKind::Html);
    leaf().number = static_cast<std::uint64_t>(kind);
    appendLine(leaf(), restWithIndent());
    if (endsHtmlBlock(kind, text.substr(kind == 2 ? std::min<std::size_t>(text.size(), 2) : 0))) closeLeaf();
    return m_done = true;
}

bool BlockReader::startSetext() {
    const std::string_view line = trimmed(rest());
    if (!m_paragraphOpen || line.find_first_not_of(line[0]) != std::string_view::npos) return false;
    BlockEntry &paragraph = leaf();
    takeDefinitions(paragraph);
    if (paragraph.kind != BlockKind::Paragraph) {
        paragraph.text.clear();
        m_leaf = BlockEntry::none;
        m_paragraphOpen = false;
        return false;
    }
    paragraph.kind = BlockKind::Heading;
    paragraph.number = line[0] == '=' ? 1 : 2;
    paragraph.end = m_lineEnd;
    closeLeaf();
    return m_done = true;
}

bool BlockReader::startTable() {
    if (!m_paragraphOpen) return false;
    const std::string_view line = rest();
    const std::size_t cells = line.find('|') == std::string_view::npos ? 0 : delimiterCells(line);
    BlockEntry &paragraph = leaf();
    const std::size_t last =
        paragraph.text.size() < 2 ? std::string::npos : paragraph.text.rfind('\n', paragraph.text.size() - 2);
    const std::size_t begin = last == std::string::npos ? 0 : last + 1;
    const std::string header = paragraph.text.substr(begin, paragraph.text.size() - begin - 1);
    if (cells == 0 || tableCells(header).size() != cells) return false;
    if (begin == 0) {
        paragraph.kind = BlockKind::Table;
        paragraph.text.append(line).push_back('\n');
        paragraph.end = m_lineEnd;
        return m_done = true;
    }
    paragraph.text.resize(begin);
    const std::size_t headerEnd = m_lineBegin - (m_text.substr(0, m_lineBegin).ends_with("\r\n") ? 2 : 1);
    const std::size_t lineBreak = m_text.find_last_of("\r\n", headerEnd - 1);
    paragraph.end =
        lineBreak > 0 && m_text[lineBreak] == '\n' && m_text[lineBreak - 1] == '\r' ? lineBreak - 1 : lineBreak;
    openLeaf(BlockKind::Table);
    leaf().begin = lineBreak + 1;
    leaf().text.append(header).append("\n").append(line).push_back('\n');
    return m_done = true;
}

bool BlockReader::startRule() {
    if (!isRuleLine(rest())) return false;
    openLeaf(BlockKind::Rule);
    closeLeaf();
    return m_done = true;
}

bool BlockReader::startItem() {
    const std::string_view text = rest();
    const ItemMarker marker = itemMarker(text);
    if (marker.length == 0 || m_open.size() >= kDeepestBlocks) return false;
    const bool empty = isBlank(text.substr(marker.length));
    if (m_paragraphOpen && (empty || (marker.ordered && marker.number != 1))) return false;
    const std::size_t indent = m_indent;
    const std::uint32_t at = openContainer(BlockKind::Item);
    advanceColumns(indent + marker.length);
    const std::size_t gap = m_indent;
    const std::size_t padding = empty || gap > 4 ? 1 : gap;
    advanceColumns(empty ? gap : padding);
    BlockEntry &block = m_tree.blocks[at];
    block.offset = indent + marker.length + padding;
    block.ordered = marker.ordered;
    block.sign = marker.sign;
    block.number = marker.number;
    return true;
}

bool BlockReader::startMath() {
    if (trimmed(rest()) != "$$" || m_lastMathLine <= m_lineBegin) return false;
    const std::size_t indent = m_indent;
    openLeaf(BlockKind::Math);
    leaf().offset = indent;
    return m_done = true;
}

bool BlockReader::startFence() {
    std::string_view text = rest();
    if (text.substr(0, 3) != ":::") return false;
    text = trimmed(text.substr(3));
    if (text.empty()) {
        BlockEntry &open = m_tree.blocks[m_open[m_matched - 1]];
        if (open.kind != BlockKind::Fence) return false;
        open.closed = true;
        open.end = m_lineEnd;
        closeTo(m_matched - 1);
        return m_done = true;
    }
    std::size_t end = 0;
    while (end < text.size() && isWordChar(text[end]))
        ++end;
    const bool word = end > 0 && (end == text.size() || isBlankChar(text[end]));
    if (!word || m_lastFenceLine <= m_lineBegin || m_fences >= kDeepestFences || m_open.size() >= kDeepestBlocks)
        return false;
    const std::uint32_t at = openContainer(BlockKind::Fence);
    m_tree.blocks[at].info = text.substr(0, end);
    m_tree.blocks[at].text = trimmed(text.substr(end));
    return m_done = true;
}

bool BlockReader::startNote() {
    const std::string_view text = rest();
    if (text.substr(0, 2) != "[^" || m_open.size() >= kDeepestBlocks) return false;
    const std::size_t close = scanLabel(text, 2);
    if (close == std::string_view::npos || close == 2 || text.substr(close, 2) != "]:") return false;
    const std::string_view label = text.substr(2, close - 2);
    if (std::any_of(label.begin(), label.end(), isSpaceChar)) return false;
    const std::uint32_t at = openContainer(BlockKind::Note);
    m_tree.blocks[at].info = label;
    m_tree.blocks[at].offset = 4;
    m_context.defineNote(label);
    advanceColumns(m_indent + close + 2);
    advanceColumns(m_indent);
    return true;
}

}  // namespace wikivault::markdown
