#include "engine/core/markdown/html_entities.h"
#include "engine/core/markdown/html_inline.h"
#include "engine/core/markdown/inline_parser.h"
#include "engine/core/markdown/link_syntax.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>

namespace wikivault::markdown {

namespace {

/// A bare address in brackets ends before the bracket that closes them.
std::size_t beforeBracket(std::string_view url) {
    std::size_t open = 0;
    for (std::size_t i = 0; i < url.size(); ++i) {
        if (url[i] == '[') ++open;
        if (url[i] == ']' && open-- == 0) return i;
    }
    return url.size();
}

}  // namespace

void InlineParser::openBracket(bool image) {
    const std::size_t length = image ? 2 : 1;
    if (!m_brackets.empty()) m_brackets.back().bracketInside = true;
    const auto begin = static_cast<std::uint32_t>(m_out.size());
    m_out.append(m_text.substr(m_at, length));
    m_tokens.push_back({TokenKind::Text, begin, static_cast<std::uint32_t>(m_out.size()), kNone});
    m_brackets.push_back({static_cast<std::uint32_t>(m_tokens.size() - 1), m_at + length, m_lastDelimiter, image});
    m_at += length;
    m_tokens.push_back({TokenKind::OpenMark, 0, 0, kNone});  // keeps the bracket's text apart from what follows
}

void InlineParser::closeBracket() {
    if (m_brackets.empty()) return addRaw(1);
    const Bracket bracket = m_brackets.back();
    m_brackets.pop_back();
    const bool active =
        bracket.image ? m_flattened <= 16 * m_text.size() + 10'000 : m_brackets.size() >= m_inactiveBrackets;
    m_inactiveBrackets = std::min(m_inactiveBrackets, m_brackets.size());
    if (closeNote(bracket)) return;
    auto target = active ? targetAfter(bracket) : std::nullopt;
    if (!target) return addRaw(1);
    target->label = m_text.substr(bracket.inner, m_at - bracket.inner);
    m_at = target->end;
    bracket.image ? makeImage(bracket, *target) : makeLink(bracket, *target);
}

bool InlineParser::closeNote(const Bracket &bracket) {
    const std::string_view inner = m_text.substr(bracket.inner, m_at - bracket.inner);
    if (inner.size() < 2 || inner.size() > 1000 || inner[0] != '^' || bracket.bracketInside) return false;
    auto node = m_context.labelledNote(inner.substr(1));
    if (!node) return false;
    const std::uint32_t sign = m_tokens[bracket.token].begin;
    cutTokens(bracket.token);
    if (bracket.image) {
        m_out.resize(sign);
        addText("!");
    }
    addAtom(std::move(*node));
    ++m_at;
    return true;
}

std::optional<ParsedTarget> InlineParser::targetAfter(const Bracket &bracket) {
    if (m_at + 1 < m_text.size() && m_text[m_at + 1] == '(')
        if (auto target = scanTarget(m_text, m_at + 1, bracket.image)) return target;
    return m_context.hasDefinitions() ? referenceAfter(bracket) : std::nullopt;
}

std::optional<ParsedTarget> InlineParser::referenceAfter(const Bracket &bracket) {
    std::string_view label = m_text.substr(bracket.inner, m_at - bracket.inner);
    std::size_t end = m_at + 1;
    if (end < m_text.size() && m_text[end] == '[') {
        const std::size_t close = scanLabel(m_text, end + 1);
        if (close != std::string_view::npos) {
            if (close > end + 1) label = m_text.substr(end + 1, close - end - 1);
            end = close + 1;
        }
    }
    const bool own = end == m_at + 1 || label.data() == m_text.data() + bracket.inner;
    if (label.empty() || label.size() > 999 || (own && bracket.bracketInside)) return std::nullopt;
    const LinkTarget *found = m_context.resolve(label);
    if (!found) return std::nullopt;
    m_content.lossy = true;
    return ParsedTarget{found->href, found->title, {}, {}, end, {}};
}

void InlineParser::makeLink(const Bracket &bracket, const ParsedTarget &target) {
    pairDelimiters(bracket.delimiter);
    m_addressLabel = {};
    while (!m_weakLinks.empty() && m_weakLinks.back() > bracket.token) {
        const std::uint32_t open = m_weakLinks.back();
        m_tokens[open].index = m_tokens[open + 2].index = kNone;
        m_addressLabel = target.label;
        m_weakLinks.pop_back();
    }
    const std::uint32_t mark = addMark(linkMark(target.href, target.title));
    m_tokens[bracket.token] = {TokenKind::OpenMark, 0, 0, mark};
    addEvent(TokenKind::CloseMark, mark);
    m_tokens.back().begin = bracket.token;
    m_inactiveBrackets = m_brackets.size();
}

/// Whether there is a line feed between `begin` and `end`, which never goes back.
bool InlineParser::hasLineFeed(std::size_t begin, std::size_t end) {
    const std::size_t found = m_text.substr(m_lineFeedsSeen, end - m_lineFeedsSeen).rfind('\n');
    if (found != std::string_view::npos) m_lastLineFeed = m_lineFeedsSeen + found + 1;
    m_lineFeedsSeen = end;
    return m_lastLineFeed > begin;
}

void InlineParser::makeImage(const Bracket &bracket, const ParsedTarget &target) {
    pairDelimiters(bracket.delimiter);
    const bool links = !m_weakLinks.empty() && m_weakLinks.back() > bracket.token;
    const bool readAgain = !m_plainText && (links || hasLineFeed(bracket.inner, bracket.inner + target.label.size()));
    std::string alt =
        readAgain ? InlineParser(target.label, m_context, m_noteDepth).description() : flatText(bracket.token + 1);
    m_flattened += readAgain ? target.label.size() : alt.size();
    ParsedTarget size = target;
    const std::size_t bar =
        target.label.substr(target.label.size() - std::min<std::size_t>(target.label.size(), 12)).rfind('|');
    const std::size_t altBar = alt.rfind('|');
    if (bar != std::string_view::npos && altBar != std::string::npos &&
        !target.label.ends_with("\\|" + alt.substr(altBar + 1)) &&
        readImageSize(std::string_view(alt).substr(altBar + 1), size))
        alt.resize(altBar);
    cutTokens(bracket.token);
    Node image{.type = "image", .text = {}, .attrs = {{"src", target.href}}, .marks = {}, .content = {}, .extra = {}};
    if (!alt.empty()) image.attrs.emplace_back("alt", std::move(alt));
    if (!target.title.empty()) image.attrs.emplace_back("title", target.title);
    if (!size.width.empty()) image.attrs.emplace_back("width", size.width);
    if (!size.height.empty()) image.attrs.emplace_back("height", size.height);
    m_content.lossy = m_content.lossy || !size.width.empty() || !size.height.empty();
    addAtom(std::move(image));
}

void InlineParser::addLink(std::string href, std::size_t length, bool weak) {
    const std::uint32_t mark = addMark(linkMark(std::move(href), {}));
    if (weak) m_weakLinks.push_back(static_cast<std::uint32_t>(m_tokens.size()));
    addEvent(TokenKind::OpenMark, mark);
    addRaw(length);
    m_linkEnd = m_at;
    addEvent(TokenKind::CloseMark, mark);
    m_tokens.back().begin = static_cast<std::uint32_t>(m_tokens.size() - 3);
}

void InlineParser::autolinkAngle(std::string_view inner, bool email) {
    const std::size_t end = m_at + inner.size() + 2;
    ++m_at;
    addLink((email ? "mailto:" : "") + std::string(inner), inner.size(), false);
    m_at = end;
}

/// Takes back `length` bytes of raw text just read, and the tokens in them.
void InlineParser::takeBack(std::size_t length) {
    while (length > 0 && !m_tokens.empty()) {
        Token &last = m_tokens.back();
        const std::size_t size = last.end - last.begin;
        if (last.kind == TokenKind::Delimiter) unlinkDelimiter(last.index);
        const std::size_t cut = std::min(size, length);
        last.end -= static_cast<std::uint32_t>(cut);
        m_out.resize(m_out.size() - cut);
        length -= cut;
        if (last.end == last.begin) m_tokens.pop_back();
    }
}

bool InlineParser::bareUrl() {
    std::size_t begin = m_at, after = m_at;
    if (m_text[m_at] == ':') {
        if (m_text.substr(m_at, 3) != "://") return false;
        while (begin > m_linkEnd && m_at - begin < 5 && isAlphaChar(m_text[begin - 1]))
            --begin;
        const std::string scheme = lowerAscii(m_text.substr(begin, m_at - begin));
        if (scheme != "http" && scheme != "https" && scheme != "ftp") return false;
        after = m_at + 3;
    } else if (m_text.substr(m_at, 4) != "www.") {
        return false;
    }
    const char before = begin > 0 ? m_text[begin - 1] : ' ';
    if (!isSpaceChar(before) && std::string_view("*_~(=").find(before) == std::string_view::npos) return false;
    std::size_t length = bareUrlLength(m_text, begin, after);
    if (!m_brackets.empty()) length = std::min(length, beforeBracket(m_text.substr(begin, length)));
    if (length == 0) return false;
    takeBack(m_at - begin);
    m_at = begin;
    addLink((after == begin ? "http://" : "") + decodeReferences(m_text.substr(begin, length)), length, true);
    return true;
}

bool InlineParser::bareMail() {
    std::size_t begin = m_at;
    const auto isLocal = [](char c) { return isWordChar(c) || c == '.' || c == '+' || c == '-'; };
    while (begin > m_linkEnd && isLocal(m_text[begin - 1]))
        --begin;
    while (begin < m_at && m_text[begin] == '_')
        ++begin;
    const std::size_t domain = mailDomainLength(m_text, m_at + 1);
    if (begin == m_at || domain == 0) return false;
    const std::size_t length = m_at + 1 + domain - begin;
    takeBack(m_at - begin);
    m_at = begin;
    addLink("mailto:" + std::string(m_text.substr(begin, length)), length, true);
    return true;
}

}  // namespace wikivault::markdown
