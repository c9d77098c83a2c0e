#include "engine/core/markdown/export_text.h"

#include "engine/core/markdown/escape.h"
#include "engine/core/markdown/export_lookalikes.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>
#include <array>
#include <vector>

namespace wikivault::markdown {
namespace {

bool isWordFlank(std::string_view text, std::size_t at, std::size_t end) {
    return classBefore(text, at) == CharClass::Letter && classAfter(text, end) == CharClass::Letter;
}

class MarkdownText {
public:
    MarkdownText(std::string &out, std::string_view text, const TextPlace &place)
        : m_out(out),
          m_text(text),
          m_place(place),
          m_traits(*place.traits),
          m_dollars(mathDollars(text)) {
        if (place.inLink) findLooseBrackets();
    }

    bool append() {
        while (m_at < m_text.size()) {
            const char c = m_text[m_at];
            if (m_place.escaping == Escaping::Complete)
                complete(c);
            else if (isSpaceChar(c) || static_cast<unsigned char>(c) < 0x20)
                space(c);
            else if (isPunctChar(c))
                punctuation(c);
            else
                plain();
        }
        return m_doubt;
    }

private:
    void plain() {
        const std::size_t begin = m_at;
        while (m_at < m_text.size() && !isPunctChar(m_text[m_at]) && static_cast<unsigned char>(m_text[m_at]) > 0x20)
            ++m_at;
        m_out.append(m_text, begin, m_at - begin);
    }

    void escaped() {
        // A backslash that stands there as text would take the new one for itself.
        if (endsInEscape(m_out)) m_out += '\\';
        m_out += '\\';
        m_out += m_text[m_at++];
    }

    /// A character that may be read as something else.
    void careful() {
        m_doubt = true;
        if (m_place.escaping == Escaping::Light)
            m_out += m_text[m_at++];
        else
            escaped();
    }

    void complete(char c) {
        const bool lineEdge = m_out.empty() || m_out.back() == '\n' || m_out.back() == ' ';
        if (isPunctChar(c)) {
            escaped();
        } else if (c != '\0' && static_cast<unsigned char>(c) <= 0x20 && (c != ' ' || lineEdge)) {
            appendReference(m_out, static_cast<unsigned char>(c));
            ++m_at;
        } else {
            m_out += c;
            ++m_at;
        }
    }

    void space(char c) {
        const bool lineStart = m_out.empty() || m_out.back() == '\n';
        if (c == '\n' || c == '\r' || (lineStart && isSpaceChar(c))) {
            appendReference(m_out, static_cast<unsigned char>(c));
        } else if (c == ' ' || c == '\t' || c == '\0' || m_place.escaping == Escaping::Light) {
            m_doubt = m_doubt || (c != ' ' && c != '\t');
            m_out += c;
        } else {
            m_doubt = true;
            appendReference(m_out, static_cast<unsigned char>(c));
        }
        ++m_at;
    }

    void punctuation(char c) {
        switch (c) {
            case '\\': return backslash();
            case '`': return when(m_traits.ticks);
            case '*': return star();
            case '_': return underscore();
            case '~': return tilde();
            case '[': return bracket(true);
            case ']': return bracket(false);
            case '<': return angle();
            case '&': return when(entityLength(m_text, m_at) > 0);
            case '$': return dollar();
            case '=': return equals();
            case '^': return caret();
            case '!': return when(last() && m_place.next == '[');
            case ':':
            case '.':
            case '@': return when(linksByItself(m_text, m_at, m_place.next ? m_place.next : ' '));
            default: m_out += m_text[m_at++];
        }
    }

    bool last() const { return m_at + 1 == m_text.size(); }

    void when(bool doubtful) {
        if (doubtful) return careful();
        m_out += m_text[m_at++];
    }

    void backslash() {
        if (m_place.note) return escaped();
        const char next = last() ? m_place.next : m_text[m_at + 1];
        // What is written as a reference begins with punctuation.
        const bool reference = static_cast<unsigned char>(next) < 0x20 || (next == ' ' && m_at + 2 == m_text.size());
        if (reference && !last()) return when(true);
        when(isPunctChar(next) || (last() && next == '\n'));
    }

    void run(bool doubtful, std::size_t end) {
        while (m_at < end)
            when(doubtful);
    }

    /// White space that is written as a reference is none to a delimiter.
    bool canDelimit(std::size_t end) const {
        if (classBefore(m_out, m_out.size()) != CharClass::Space || classAfter(m_text, end) != CharClass::Space)
            return true;
        return end + 1 == m_text.size() || m_text[end] == '\n' || m_text[end] == '\r';
    }

    void star() {
        const std::size_t end = runEnd(m_text, m_at);
        const bool touches = m_at == 0 || end == m_text.size() || canDelimit(end);
        run(touches && (m_traits.starMarks || m_traits.stars > 1), end);
    }

    void underscore() {
        const std::size_t end = runEnd(m_text, m_at);
        const bool edge = m_at == 0 || end == m_text.size();
        run(m_traits.unders > 1 && !isWordFlank(m_text, m_at, end) && (edge || canDelimit(end)), end);
    }

    void tilde() {
        const std::size_t end = runEnd(m_text, m_at);
        const bool edge = m_at == 0 || end == m_text.size();
        const bool doubtful = (end - m_at < 3 || edge) && (m_traits.tildeMarks || m_traits.tildes > 1);
        run(doubtful && (edge || canDelimit(end)), end);
    }

    void bracket(bool open) {
        if (m_place.inLink && (m_place.labels || m_place.references)) {
            m_doubt = true;
            return escaped();
        }
        if (m_place.inLink) return when(m_traits.brackets || std::binary_search(m_loose.begin(), m_loose.end(), m_at));
        if (open && (last() ? m_place.next : m_text[m_at + 1]) == '^') {
            // The block by itself does not know the labels of the document.
            if (!m_place.labels) return when(true);
            m_doubt = true;
            return escaped();
        }
        if (open && m_place.references) {
            m_doubt = true;
            return escaped();
        }
        when(open && (m_traits.brackets || m_traits.links));
    }

    void angle() {
        if (const std::size_t length = breakTagLength(m_text, m_at)) {
            m_out += "&lt;";
            m_out.append(m_text, m_at + 1, length - 2);
            m_out += "&gt;";
            m_at += length;
            return;
        }
        const char next = last() ? m_place.next : m_text[m_at + 1];
        const bool tag = isAlphaChar(next) || next == '/' || next == '!' || next == '?';
        // Where a tag can end, leaving it as it stands is never right, whatever this block alone would give.
        if (tag && m_lastAngle != std::string_view::npos && m_lastAngle > m_at) {
            m_doubt = true;
            return escaped();
        }
        when(tag);
    }

    void dollar() {
        if (std::binary_search(m_dollars.begin(), m_dollars.end(), m_at)) {
            if (m_at > 0 && m_text[m_at - 1] == '\\' && m_place.escaping == Escaping::Light) return when(true);
            return escaped();
        }
        when(m_traits.math || m_traits.dollars > 1);
    }

    void equals() {
        if (m_at + 1 < m_text.size() && m_text[m_at + 1] == '=') {
            m_out += "\\=\\=";
            m_at += 2;
            return;
        }
        const bool touches = (last() && m_place.next == '=') || (!m_out.empty() && m_out.back() == '=' && m_at == 0);
        when(touches);
    }

    void caret() {
        if (!last() && m_text[m_at + 1] == '[') {
            m_out += "^\\[";
            m_at += 2;
            return;
        }
        if (!last() || m_place.next != '[' || !m_place.labels) return when(last() && m_place.next == '[');
        m_doubt = true;  // before the `[^label]` of a note it would begin another one
        escaped();
    }

    void findLooseBrackets() {
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < m_text.size(); ++i) {
            if (m_text[i] == '[' && (i == 0 || m_text[i - 1] != '^')) open.push_back(i);
            if (m_text[i] != ']') continue;
            if (open.empty())
                m_loose.push_back(i);
            else
                open.pop_back();
        }
        m_loose.insert(m_loose.end(), open.begin(), open.end());
        std::sort(m_loose.begin(), m_loose.end());
    }

    std::string &m_out;
    std::string_view m_text;
    const TextPlace &m_place;
    const BlockTraits &m_traits;
    std::vector<std::size_t> m_dollars, m_loose;
    std::size_t m_lastAngle = m_text.rfind('>'), m_at = 0;
    bool m_doubt = false;
};

}  // namespace

bool appendMarkdownText(std::string &out, std::string_view text, const TextPlace &place) {
    return MarkdownText(out, text, place).append();
}

void keepTrailingSpace(std::string &out) {
    if (out.empty() || !isSpaceChar(out.back())) return;
    const char c = out.back();
    out.pop_back();
    appendReference(out, static_cast<unsigned char>(c));
}

}  // namespace wikivault::markdown
