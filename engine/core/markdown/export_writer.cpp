#include "engine/core/markdown/export_lines.h"

#include <algorithm>

namespace wikivault::markdown {

void LineWriter::push(std::string_view first, std::string_view rest) {
    if (!m_pending) m_first = m_prefix;
    m_pending = true;
    m_quote = !first.empty() && first.front() == '>';
    m_first += first;
    m_sizes.push_back(m_prefix.size());
    m_prefix += rest;
}

void LineWriter::pop() {
    m_prefix.resize(m_sizes.back());
    m_sizes.pop_back();
}

void LineWriter::prefix(std::string_view text, bool keepSpaces) {
    m_out += text;
    if (keepSpaces) return;
    while (!m_out.empty() && m_out.back() == ' ')
        m_out.pop_back();
}

void LineWriter::line(std::string_view text) {
    if (m_begun) m_out += '\n';
    m_begun = true;
    if (m_pending)
        prefix(m_first, !text.empty() || !m_quote);
    else
        prefix(m_prefix, !text.empty());
    m_pending = false;
    m_out += text;
}

void LineWriter::lines(std::string_view text) {
    std::size_t begin = 0;
    for (;;) {
        const std::size_t end = text.find('\n', begin);
        line(text.substr(begin, end == std::string_view::npos ? end : end - begin));
        if (end == std::string_view::npos) return;
        begin = end + 1;
    }
}

std::string LineWriter::take() {
    return std::move(m_out);
}

}  // namespace wikivault::markdown
