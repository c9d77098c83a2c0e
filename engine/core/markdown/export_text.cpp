#include "engine/core/markdown/export_text.h"

#include "engine/core/markdown/escape.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>
#include <array>
#include <vector>

namespace wikivault::markdown {
namespace {

bool isWordFlank(std::string_view text, std::size_t at, std::size_t end) {
    return classBefore(text, at) == CharClass::Letter && classAfter(text, end) == CharClass::Letter;
}

bool canDelimit(std::string_view text, std::size_t at, std::size_t end) {
    return classBefore(text, at) != CharClass::Space || classAfter(text, end) != CharClass::Space;
}

std::size_t runEnd(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && text[end] == text[at]) ++end;
    return end;
}

bool hasIgnoringCase(std::string_view text, std::size_t at, std::string_view lower) {
    if (at + lower.size() > text.size()) return false;
    for (std::size_t i = 0; i < lower.size(); ++i)
        if ((text[at + i] | 0x20) != lower[i] && text[at + i] != lower[i]) return false;
    return true;
}

/// Length of `<br>`, `<br/>`, `<br />` at `at`, or 0.
std::size_t breakTagLength(std::string_view text, std::size_t at) {
    if (!hasIgnoringCase(text, at, "<br")) return 0;
    std::size_t end = at + 3;
    while (end < text.size() && isSpaceChar(text[end])) ++end;
    if (end < text.size() && text[end] == '/') ++end;
    return end < text.size() && text[end] == '>' ? end + 1 - at : 0;
}

/// A `:` in `https://`, a `.` in `www.`, an `@` in an address: what links by itself.
bool linksByItself(std::string_view text, std::size_t at) {
    const auto before = [&](std::string_view word) {
        return at >= word.size() && hasIgnoringCase(text, at - word.size(), word);
    };
    if (text[at] == ':') {
        if (text.substr(at, 3) == "://") return before("http") || before("https") || before("ftp");
        return (before("mailto") || before("xmpp")) && at + 1 < text.size() && isAlnumChar(text[at + 1]);
    }
    if (text[at] == '.') return before("www") && at + 1 < text.size() && !isSpaceChar(text[at + 1]);
    const char last = at > 0 ? text[at - 1] : ' ', next = at + 1 < text.size() ? text[at + 1] : ' ';
    return (isAlnumChar(last) || last == '.' || last == '-' || last == '_' || last == '+')
        && (isAlnumChar(next) || next == '-' || next == '_');
}

/// The dollars that the format escapes: both ends of what reads as math within one text.
std::vector<std::size_t> mathDollars(std::string_view text) {
    std::vector<std::size_t> found;
    std::size_t open = text.find('$');
    while (open != std::string_view::npos) {
        std::size_t close = open + 1;
        while (close < text.size() && text[close] != '$' && text[close] != '\n')
            close += text[close] == '\\' && close + 1 < text.size() && text[close + 1] == '$' ? 2 : 1;
        const bool closed = close < text.size() && text[close] == '$' && close > open + 1;
        const bool math = closed && classAfter(text, open + 1) != CharClass::Space
            && classBefore(text, close) != CharClass::Space && (close + 1 >= text.size() || !isDigitChar(text[close + 1]));
        if (math) {
            found.push_back(open);
            found.push_back(close);
        }
        open = text.find('$', math ? close + 1 : open + 1);
    }
    return found;
}

class MarkdownText {
public:
    MarkdownText(std::string &out, std::string_view text, const TextPlace &place)
        : m_out(out), m_text(text), m_place(place), m_traits(*place.traits), m_dollars(mathDollars(text)) {
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
        case '@': return when(linksByItself(m_text, m_at));
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
        if (next == '\n' && !last()) return when(true);
        when(isPunctChar(next) || (last() && next == '\n'));
    }

    void run(bool doubtful, std::size_t end) {
        while (m_at < end) when(doubtful);
    }

    void star() {
        const std::size_t end = runEnd(m_text, m_at);
        const bool touches = m_at == 0 || end == m_text.size() || canDelimit(m_text, m_at, end);
        run(touches && (m_traits.starMarks || m_traits.stars > 1), end);
    }

    void underscore() {
        const std::size_t end = runEnd(m_text, m_at);
        const bool edge = m_at == 0 || end == m_text.size();
        run(m_traits.unders > 1 && !isWordFlank(m_text, m_at, end) && (edge || canDelimit(m_text, m_at, end)), end);
    }

    void tilde() {
        const std::size_t end = runEnd(m_text, m_at);
        const bool edge = m_at == 0 || end == m_text.size();
        const bool doubtful = (end - m_at < 3 || edge) && (m_traits.tildeMarks || m_traits.tildes > 1);
        run(doubtful && (edge || canDelimit(m_text, m_at, end)), end);
    }

    void bracket(bool open) {
        if (m_place.inLink) return when(std::binary_search(m_loose.begin(), m_loose.end(), m_at));
        if (open && m_at + 1 < m_text.size() && m_text[m_at + 1] == '^') return when(true);
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
        if (tag && m_text.find('>', m_at) != std::string_view::npos) {
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
        when(last() && m_place.next == '[');
    }

    void findLooseBrackets() {
        std::vector<std::size_t> open;
        for (std::size_t i = 0; i < m_text.size(); ++i) {
            if (m_text[i] == '[') open.push_back(i);
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
    std::size_t m_at = 0;
    bool m_doubt = false;
};

/// 1 where Markdown may read something into a character in the middle of a line.
constexpr std::array<bool, 256> kMeaningful = [] {
    std::array<bool, 256> table{};
    for (const char c : {'\\', '`', '*', '_', '~', '[', ']', '<', '&', '$', '=', '^', '@', ':', '\n', '\r', '\t', '\0', '|'})
        table[static_cast<unsigned char>(c)] = true;
    for (unsigned c = 0; c < 0x20; ++c) table[c] = true;
    return table;
}();

}  // namespace

void addTraits(BlockTraits &traits, std::string_view text) {
    std::array<bool, 8> seen{};
    for (std::size_t i = 0; i < text.size(); ++i) {
        switch (text[i]) {
        case '*': ++traits.stars; break;
        case '_': ++traits.unders; break;
        case '~': ++traits.tildes; break;
        case '$': ++traits.dollars; break;
        case '`': {
            const std::size_t length = runEnd(text, i) - i, slot = std::min<std::size_t>(length, seen.size()) - 1;
            traits.ticks = traits.ticks || seen[slot] || length >= seen.size();
            seen[slot] = true;
            i += length - 1;
            break;
        }
        case ']': traits.brackets = traits.brackets || (i + 1 < text.size() && (text[i + 1] == '(' || text[i + 1] == '[' || text[i + 1] == ':')); break;
        default: break;
        }
    }
}

bool isInert(std::string_view text) {
    if (std::any_of(text.begin(), text.end(), [](char c) { return kMeaningful[static_cast<unsigned char>(c)]; })) return false;
    return text.find("www.") == std::string_view::npos && text.find("WWW.") == std::string_view::npos;
}

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
