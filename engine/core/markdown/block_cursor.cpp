#include "engine/core/markdown/block_reader.h"
#include "engine/core/markdown/text_scan.h"

namespace wikivault::markdown {

namespace {
constexpr std::size_t kTab = 4;
}

void BlockReader::findNonspace() {
    m_nonspace = m_at;
    m_nonspaceColumn = m_column;
    for (; m_nonspace < m_line.size() && isBlankChar(m_line[m_nonspace]); ++m_nonspace)
        m_nonspaceColumn += m_line[m_nonspace] == '\t' ? kTab - m_nonspaceColumn % kTab : 1;
    m_indent = m_nonspaceColumn - m_column;
    m_blank = m_nonspace >= m_line.size();
}

void BlockReader::advanceColumns(std::size_t columns) {
    while (columns > 0 && m_at < m_line.size()) {
        if (m_line[m_at] != '\t') {
            ++m_at;
            ++m_column;
            --columns;
            continue;
        }
        const std::size_t width = kTab - m_column % kTab;
        const std::size_t used = std::min(width, columns);
        m_column += used;
        columns -= used;
        m_partialTab = used < width ? m_partialTab + used : 0;
        if (used == width) ++m_at;
    }
    findNonspace();
}

/// The rest of the line; what is left of a tab that containers used in part becomes spaces.
std::string BlockReader::restWithIndent() const {
    std::string text;
    std::size_t at = m_at;
    if (m_partialTab > 0 && at < m_line.size() && m_line[at] == '\t') {
        text.append(kTab - m_column % kTab, ' ');
        ++at;
    }
    return text.append(m_line.substr(std::min(at, m_line.size())));
}

void BlockReader::appendLine(BlockEntry &block, std::string_view text) {
    block.text += text;
    block.text += '\n';
    block.end = m_lineEnd;
}

}  // namespace wikivault::markdown
