#include "engine/core/markdown/block_reader.h"

#include "engine/core/markdown/text_scan.h"

#include <algorithm>
#include <cstring>

namespace wikivault::markdown {

namespace {

/// The next place of a character, looked for only once.
class NextSign {
public:
    NextSign(std::string_view text, char sign) : m_text(text), m_sign(sign) {}
    std::size_t from(std::size_t at) {
        if (!m_known || m_next < at) m_next = std::min(m_text.find(m_sign, at), m_text.size());
        m_known = true;
        return m_next;
    }

private:
    std::string_view m_text;
    char m_sign;
    bool m_known = false;
    std::size_t m_next = 0;
};

/// The last place of `mark` that ends within the first `end` bytes; rfind() looks at every place one by one.
std::size_t lastBefore(std::string_view text, std::string_view mark, std::size_t end) {
    while (end >= mark.size()) {
        const void *sign = ::memrchr(text.data(), mark.back(), end);
        if (!sign) break;
        end = static_cast<std::size_t>(static_cast<const char *>(sign) - text.data());
        if (end + 1 < mark.size()) break;
        if (text.substr(end + 1 - mark.size(), mark.size()) == mark) return end + 1 - mark.size();
    }
    return std::string_view::npos;
}

/// Ordinary pages have more bytes than this for each block; others let the tree grow.
constexpr std::size_t kBytesPerBlock = 64;

}  // namespace

BlockTree parseBlocks(std::string_view text, ImportContext &context) {
    return BlockReader(text, context).parse();
}

BlockReader::BlockReader(std::string_view text, ImportContext &context) : m_text(text), m_context(context) {
    m_tree.blocks.reserve(text.size() / kBytesPerBlock + 1);
    addBlock(BlockKind::Document);
    m_open.push_back(0);
}

BlockTree BlockReader::parse() {
    findEnds();
    NextSign feed(m_text, '\n'), carriage(m_text, '\r');
    for (std::size_t at = 0; at < m_text.size();) {
        const std::size_t end = std::min(feed.from(at), carriage.from(at));
        m_line = m_text.substr(at, end - at);
        m_lineBegin = at;
        m_lineEnd = end;
        line();
        at = end + (m_text.substr(end, 2) == "\r\n" ? 2 : 1);
    }
    closeTo(1);
    closeLeaf();
    return std::move(m_tree);
}

/// A formula or `:::` block begins only if a line that may end it follows.
void BlockReader::findEnds() {
    const auto last = [&](std::string_view mark) {
        for (std::size_t end = m_text.size();;) {
            const std::size_t at = lastBefore(m_text, mark, end);
            if (at == std::string_view::npos) return std::size_t{0};
            end = at + mark.size() - 1;
            const std::size_t stop = std::min(m_text.find_first_not_of(" \t", at + mark.size()), m_text.size());
            if (stop < m_text.size() && m_text[stop] != '\n' && m_text[stop] != '\r') continue;
            std::size_t begin = at;
            while (begin > 0 && (isBlankChar(m_text[begin - 1]) || m_text[begin - 1] == '>'))
                --begin;
            if (begin == 0 || m_text[begin - 1] == '\n' || m_text[begin - 1] == '\r') return begin;
        }
    };
    constexpr std::array<std::string_view, 4> kHtmlEnds = {"-->", "?>", ">", "]]>"};
    for (std::size_t i = 0; i < kHtmlEnds.size(); ++i) {
        const std::size_t found = lastBefore(m_text, kHtmlEnds[i], m_text.size());
        m_lastHtmlEnds[i] = found == std::string_view::npos ? 0 : found;
    }
    m_lastMathLine = last("$$");
    m_lastFenceLine = last(":::");
}

std::uint32_t BlockReader::addBlock(BlockKind kind) {
    const auto at = static_cast<std::uint32_t>(m_tree.blocks.size());
    BlockEntry block{};
    block.kind = kind;
    block.begin = m_lineBegin;
    block.end = m_lineEnd;
    if (at > 0) {
        block.parent = m_open.back();
        BlockEntry &parent = container();
        (parent.lastChild == BlockEntry::none ? parent.firstChild : m_tree.blocks[parent.lastChild].next) = at;
        parent.lastChild = at;
    }
    m_tree.blocks.push_back(std::move(block));
    return at;
}

std::uint32_t BlockReader::openContainer(BlockKind kind) {
    closeUnmatched();
    const std::uint32_t at = addBlock(kind);
    if (kind == BlockKind::Quote || kind == BlockKind::Callout) m_quotes.push_back(m_open.size());
    if (kind == BlockKind::Fence) ++m_fences;
    m_open.push_back(at);
    m_matched = m_open.size();
    return at;
}

std::uint32_t BlockReader::openLeaf(BlockKind kind) {
    closeUnmatched();
    m_leaf = addBlock(kind);
    return m_leaf;
}

void BlockReader::closeUnmatched() {
    closeTo(m_matched);
    closeLeaf();
}

void BlockReader::closeTo(std::size_t size) {
    while (m_open.size() > size) {
        closeLeaf();
        const std::uint32_t closed = m_open.back();
        m_open.pop_back();
        BlockEntry &block = m_tree.blocks[closed];
        if (block.lastChild != BlockEntry::none) block.end = std::max(block.end, m_tree.blocks[block.lastChild].end);
        if (!m_quotes.empty() && m_quotes.back() == m_open.size()) m_quotes.pop_back();
        if (block.kind == BlockKind::Fence) --m_fences;
    }
}

void BlockReader::closeLeaf() {
    if (m_leaf == BlockEntry::none) return;
    BlockEntry &block = leaf();
    m_leaf = BlockEntry::none;
    if (!block.text.empty() && block.text.back() == '\n') block.text.pop_back();
    if (block.kind == BlockKind::Paragraph) takeDefinitions(block);
    if (block.kind != BlockKind::Code || block.sign != 0) return;
    const std::size_t end = block.text.find('\n', block.text.find_last_not_of(" \t\n"));
    if (end != std::string::npos) block.text.resize(end);
}

bool BlockReader::continues(const BlockEntry &block) {
    switch (block.kind) {
        case BlockKind::Quote:
        case BlockKind::Callout:
            if (m_indent > 3 || m_blank || m_line[m_nonspace] != '>') return false;
            advanceColumns(m_indent + 1);
            if (m_at < m_line.size() && isBlankChar(m_line[m_at])) advanceColumns(1);
            return true;
        case BlockKind::Item:
        case BlockKind::Note:
            if (m_indent >= block.offset) {
                advanceColumns(block.offset);
                return true;
            }
            if (!m_blank || block.firstChild == BlockEntry::none) return false;
            advanceColumns(m_indent);
            return true;
        default: return true;
    }
}

/// A blank line goes on in all list items up to the next quote: no need to ask each of them.
std::size_t BlockReader::matchBlank(std::size_t from) const {
    const auto quote = std::lower_bound(m_quotes.begin(), m_quotes.end(), from);
    if (quote != m_quotes.end()) return *quote;
    const BlockEntry &last = m_tree.blocks[m_open.back()];
    const bool empty = last.kind == BlockKind::Item && last.firstChild == BlockEntry::none;
    return empty && from < m_open.size() ? m_open.size() - 1 : m_open.size();
}

std::size_t BlockReader::matchContainers() {
    for (std::size_t i = 1; i < m_open.size(); ++i) {
        if (m_blank && m_at >= m_line.size()) return matchBlank(i);
        if (!continues(m_tree.blocks[m_open[i]])) return i;
    }
    return m_open.size();
}

void BlockReader::line() {
    m_at = m_column = m_partialTab = 0;
    m_done = false;
    findNonspace();
    m_matched = matchContainers();
    if (m_matched == m_open.size() && continueLeaf()) return;
    m_paragraphOpen = m_matched == m_open.size() && leafIs(BlockKind::Paragraph);
    const std::size_t before = m_tree.blocks.size();
    bool opened = false;
    while (startBlock()) {
        if (m_done) return;
        opened = true;
        m_paragraphOpen = false;
    }
    plainLine(opened && m_tree.blocks.size() > before);
}

/// A line inside code, HTML or a formula; true: the line is used up.
bool BlockReader::continueLeaf() {
    if (leafIs(BlockKind::Code)) return continueCode();
    if (leafIs(BlockKind::Html)) return continueHtml();
    if (leafIs(BlockKind::Math)) return continueMath();
    return false;
}

/// Text: it continues a paragraph (also without the prefixes of its containers), or begins one.
void BlockReader::plainLine(bool opened) {
    if (m_blank) {
        closeTo(m_matched);
        closeLeaf();
        if (!m_quotes.empty()) m_tree.blocks[m_open[m_quotes.back()]].end = m_lineEnd;  // its marker stands there
        return;
    }
    const bool lazy = !opened && m_matched < m_open.size() && leafIs(BlockKind::Paragraph) &&
                      std::none_of(m_open.begin() + static_cast<std::ptrdiff_t>(m_matched), m_open.end(),
                                   [&](std::uint32_t at) { return m_tree.blocks[at].kind == BlockKind::Callout; });
    if (lazy || (!opened && m_matched == m_open.size() && (leafIs(BlockKind::Paragraph) || leafIs(BlockKind::Table)))) {
        BlockEntry &open = leaf();
        open.end = m_lineEnd;
        open.text.append(rest()).push_back('\n');
        return;
    }
    openLeaf(BlockKind::Paragraph);
    leaf().text.append(rest()).push_back('\n');
}

}  // namespace wikivault::markdown
