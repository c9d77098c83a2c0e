#include "engine/core/markdown/inline_parser.h"

#include "engine/core/markdown/html_entities.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>
#include <array>

namespace wikivault::markdown {

namespace {

constexpr unsigned kDeepestNote = 8;

constexpr std::array<bool, 256> inlineSigns() {
    std::array<bool, 256> table{};
    for (const char c : std::string_view("\n\\&<![]^$=*_~`:@w"))
        table[static_cast<unsigned char>(c)] = true;
    return table;
}
constexpr auto kInlineSigns = inlineSigns();

/// Text of a code span: line ends become spaces; one space at each end goes when both are there and not all is space.
std::string codeSpanText(std::string_view text) {
    std::string code(text);
    std::replace(code.begin(), code.end(), '\n', ' ');
    const bool padded = code.size() > 1 && code.front() == ' ' && code.back() == ' ';
    if (padded && code.find_first_not_of(' ') != std::string::npos) code = code.substr(1, code.size() - 2);
    return code;
}

}  // namespace

InlineContent parseInline(std::string_view text, ImportContext &context, unsigned noteDepth) {
    return InlineParser(text, context, noteDepth).parse();
}

InlineParser::InlineParser(std::string_view text, ImportContext &context, unsigned noteDepth)
    : m_text(text),
      m_context(context),
      m_noteDepth(noteDepth) {
    m_out.reserve(text.size());
}

InlineContent InlineParser::parse() {
    while (m_at < m_text.size())
        step();
    pairDelimiters(kNone);
    m_content.nodes = toNodes();
    return std::move(m_content);
}

std::string InlineParser::description() {
    m_plainText = true;
    while (m_at < m_text.size())
        step();
    pairDelimiters(kNone);
    return flatText(0);
}

void InlineParser::step() {
    switch (m_text[m_at]) {
        case '\n': return lineEnd();
        case '\\': return backslash();
        case '&': return reference();
        case '`': return codeSpan();
        case '$': return math();
        case '<': return angle();
        case ']': return closeBracket();
        case '[': return openBracket(false);
        case '*':
        case '_':
        case '~':
        case '=': return delimiterRun();
        case '!':
            if (m_text.substr(m_at, 2) == "![") return openBracket(true);
            return addRaw(1);
        case '^':
            if (m_text.substr(m_at, 2) == "^[") return inlineNote();
            return addRaw(1);
        case ':':
        case 'w':
            if (m_plainText || !bareUrl()) addRaw(1);
            return;
        case '@':
            if (m_plainText || !bareMail()) addRaw(1);
            return;
        default: return plainRun();
    }
}

void InlineParser::plainRun() {
    std::size_t end = m_at + 1;
    while (end < m_text.size() && !kInlineSigns[static_cast<unsigned char>(m_text[end])])
        ++end;
    addRaw(end - m_at);
}

void InlineParser::addText(std::string_view text) {
    if (text.empty()) return;
    const auto begin = static_cast<std::uint32_t>(m_out.size());
    m_out += text;
    const auto end = static_cast<std::uint32_t>(m_out.size());
    if (!m_tokens.empty() && m_tokens.back().kind == TokenKind::Text && m_tokens.back().end == begin)
        m_tokens.back().end = end;
    else
        m_tokens.push_back({TokenKind::Text, begin, end, kNone});
}

void InlineParser::addRaw(std::size_t length) {
    addText(m_text.substr(m_at, length));
    m_at += length;
}

/// Takes back the raw spaces and tabs that end at the current position.
void InlineParser::dropTrailingBlanks() {
    std::size_t begin = m_at;
    while (begin > 0 && isBlankChar(m_text[begin - 1]))
        --begin;
    takeBack(m_at - begin);
}

void InlineParser::lineEnd() {
    std::size_t spaces = 0;
    while (spaces < m_at && m_text[m_at - 1 - spaces] == ' ')
        ++spaces;
    dropTrailingBlanks();
    ++m_at;
    while (m_at < m_text.size() && isBlankChar(m_text[m_at]))
        ++m_at;
    if (spaces >= 2)
        addAtom({.type = "hardBreak", .text = {}, .attrs = {}, .marks = {}, .content = {}, .extra = {}});
    else
        addText(m_plainText ? "\n" : " ");
}

void InlineParser::backslash() {
    const char next = m_at + 1 < m_text.size() ? m_text[m_at + 1] : ' ';
    if (next == '\n') {
        addAtom({.type = "hardBreak", .text = {}, .attrs = {}, .marks = {}, .content = {}, .extra = {}});
        m_at += 2;
        while (m_at < m_text.size() && isBlankChar(m_text[m_at]))
            ++m_at;
    } else if (isPunctChar(next)) {
        ++m_at;
        addRaw(1);
    } else {
        addRaw(1);
    }
}

void InlineParser::reference() {
    std::string decoded;
    const std::size_t length = decodeReference(m_text, m_at, decoded);
    if (length == 0) return addRaw(1);
    addText(decoded);
    m_at += length;
}

void InlineParser::scanBackticks() {
    m_ahead.backticks = true;
    for (std::size_t at = m_text.find('`', m_at); at != std::string_view::npos; at = m_text.find('`', at)) {
        const std::size_t end = std::min(m_text.find_first_not_of('`', at), m_text.size());
        m_ahead.backtickRuns[end - at].push_back(at);
        at = end;
    }
}

void InlineParser::codeSpan() {
    if (!m_ahead.backticks) scanBackticks();
    const std::size_t begin = std::min(m_text.find_first_not_of('`', m_at), m_text.size());
    const std::size_t length = begin - m_at;
    const auto &runs = m_ahead.backtickRuns[length];
    const auto close = std::lower_bound(runs.begin(), runs.end(), begin);
    if (close == runs.end()) return addRaw(length);
    const std::uint32_t mark = addMark({"code", {}});
    addEvent(TokenKind::OpenMark, mark);
    addText(codeSpanText(m_text.substr(begin, *close - begin)));
    addEvent(TokenKind::CloseMark, mark);
    m_at = *close + length;
}

void InlineParser::math() {
    std::size_t end = m_at + 1;
    while (end < m_text.size() && m_text[end] != '$' && m_text[end] != '\n')
        end += m_text[end] == '\\' && m_text.substr(end + 1, 1) == "$" ? 2 : 1;
    const bool closed = end < m_text.size() && m_text[end] == '$' && end > m_at + 1;
    const bool digitAfter = end + 1 < m_text.size() && isDigitChar(m_text[end + 1]);
    const std::string_view inner = closed ? m_text.substr(m_at + 1, end - m_at - 1) : std::string_view();
    if (!closed || digitAfter || classAfter(inner, 0) == CharClass::Space ||
        classBefore(inner, inner.size()) == CharClass::Space)
        return addRaw(1);
    std::string formula;
    for (std::size_t i = 0; i < inner.size(); ++i) {
        if (inner[i] == '\\' && i + 1 < inner.size() && inner[i + 1] == '$') ++i;
        formula += inner[i];
    }
    addAtom({.type = "mathInline",
             .text = {},
             .attrs = {{"text", std::move(formula)}},
             .marks = {},
             .content = {},
             .extra = {}});
    m_at = end + 1;
}

/// Finds the balanced `]` of every `^[` in one pass.
void InlineParser::scanNotes() {
    m_ahead.notes = true;
    std::vector<std::pair<std::size_t, bool>> open;
    for (std::size_t i = m_at; i < m_text.size(); ++i) {
        if (m_text[i] == '\\') {
            ++i;
        } else if (m_text[i] == '[') {
            open.emplace_back(i, i > 0 && m_text[i - 1] == '^');
        } else if (m_text[i] == ']' && !open.empty()) {
            if (open.back().second) m_ahead.noteEnds[open.back().first] = i;
            open.pop_back();
        }
    }
}

void InlineParser::inlineNote() {
    if (!m_ahead.notes) scanNotes();
    const auto end = m_ahead.noteEnds.find(m_at + 1);
    if (m_noteDepth >= kDeepestNote || end == m_ahead.noteEnds.end()) return addRaw(1);
    addAtom(m_context.inlineNote(std::string(m_text.substr(m_at + 2, end->second - m_at - 2)), m_noteDepth + 1));
    m_at = end->second + 1;
}

}  // namespace wikivault::markdown
