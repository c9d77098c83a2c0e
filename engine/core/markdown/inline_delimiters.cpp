#include "engine/core/markdown/inline_parser.h"
#include "engine/core/markdown/text_scan.h"

#include <array>

namespace wikivault::markdown {

namespace {

std::size_t delimiterKey(const Delimiter &closer) {
    const std::size_t sign = closer.sign == '*' ? 0 : closer.sign == '_' ? 1 : closer.sign == '~' ? 2 : 3;
    const std::size_t length = sign < 2 ? closer.length % 3 : closer.length & 1U;
    return (sign * 3 + length) * 2 + (closer.canOpen ? 1 : 0);
}

const char *markOf(char sign, bool two) {
    if (sign == '~') return "strike";
    if (sign == '=') return "highlight";
    return two ? "bold" : "italic";
}

}  // namespace

/// What stands before the run at the current position. Beside `*` and `_` a tilde is a letter, unless it strikes: what
/// is struck through is read by itself.
CharClass InlineParser::classBeforeRun() const {
    const char sign = m_text[m_at];
    if (m_at == 0 || m_text[m_at - 1] != '~' || (sign != '*' && sign != '_')) return classBefore(m_text, m_at);
    const bool opens = m_lastDelimiter != kNone && m_delimiters[m_lastDelimiter].sign == '~' &&
                       m_delimiters[m_lastDelimiter].canOpen && m_tokens.back().index == m_lastDelimiter &&
                       m_tokens.back().kind == TokenKind::Delimiter;
    return opens ? CharClass::Punctuation : CharClass::Letter;
}

CharClass InlineParser::classAfterRun(std::size_t end) const {
    const char sign = m_text[m_at];
    if (end >= m_text.size() || m_text[end] != '~' || (sign != '*' && sign != '_')) return classAfter(m_text, end);
    const std::size_t length = std::min(m_text.find_first_not_of('~', end), m_text.size()) - end;
    return length <= 2 && m_tildeRuns[length - 1] > 0 ? CharClass::Punctuation : CharClass::Letter;
}

/// `==` ends at its first `==`, which may be followed by more of them.
std::size_t InlineParser::runLength() const {
    const char sign = m_text[m_at];
    const std::size_t length = std::min(m_text.find_first_not_of(sign, m_at), m_text.size()) - m_at;
    const bool closes =
        sign == '=' && length > 2 && length < 5 && m_openHighlight && classBefore(m_text, m_at) != CharClass::Space;
    return closes ? 2 : length;
}

void InlineParser::delimiterRun() {
    const char sign = m_text[m_at];
    const std::size_t length = runLength();
    const std::size_t end = m_at + length;
    if ((sign == '~' && length > 2) || (sign == '=' && length != 2)) return addRaw(length);
    const CharClass before = classBeforeRun(), after = classAfterRun(end);
    using enum CharClass;
    bool left = after != Space && (after != Punctuation || before != Letter);
    bool right = before != Space && (before != Punctuation || after != Letter);
    if (sign == '=') {
        left = after != Space;
        right = before != Space;
    }
    Delimiter run{};
    run.token = static_cast<std::uint32_t>(m_tokens.size());
    run.sign = sign;
    run.canOpen = left && (sign != '_' || !right || before == Punctuation);
    run.canClose = right && (sign != '_' || !left || after == Punctuation);
    run.length = run.left = static_cast<std::uint32_t>(length);
    if (!run.canOpen && !run.canClose) return addRaw(length);
    if (sign == '~' && run.canOpen) ++m_tildeRuns[length - 1];
    if (sign == '=') {
        if (m_openHighlight && run.canClose) run.canOpen = false;
        m_openHighlight = run.canOpen;
    }
    const auto begin = static_cast<std::uint32_t>(m_out.size());
    m_out.append(m_text.substr(m_at, length));
    const auto at = static_cast<std::uint32_t>(m_delimiters.size());
    m_tokens.push_back({TokenKind::Delimiter, begin, static_cast<std::uint32_t>(m_out.size()), at});
    run.previous = m_lastDelimiter;
    if (m_lastDelimiter != kNone) m_delimiters[m_lastDelimiter].next = at;
    m_lastDelimiter = at;
    m_delimiters.push_back(run);
    m_at = end;
}

std::uint32_t InlineParser::findOpener(std::uint32_t closer, std::uint32_t floor) const {
    const Delimiter &end = m_delimiters[closer];
    for (std::uint32_t at = end.previous; at != kNone && at >= floor; at = m_delimiters[at].previous) {
        const Delimiter &run = m_delimiters[at];
        if (run.sign != end.sign || !run.canOpen) continue;
        if (run.sign == '~' || run.sign == '=') {
            if (run.length == end.length) return at;
            continue;
        }
        const bool bothWays = run.canClose || end.canOpen;
        if (bothWays && end.length % 3 != 0 && (run.length + end.length) % 3 == 0) continue;
        return at;
    }
    return kNone;
}

void InlineParser::unlinkDelimiter(std::uint32_t at) {
    const Delimiter &run = m_delimiters[at];
    if (run.previous != kNone) m_delimiters[run.previous].next = run.next;
    if (run.next != kNone)
        m_delimiters[run.next].previous = run.previous;
    else
        m_lastDelimiter = run.previous;
}

void InlineParser::joinDelimiters(std::uint32_t opener, std::uint32_t closer) {
    Delimiter &open = m_delimiters[opener], &close = m_delimiters[closer];
    const bool whole = open.sign == '~' || open.sign == '=';
    const std::uint32_t used = whole ? open.length : open.left >= 2 && close.left >= 2 ? 2 : 1;
    const std::uint32_t mark = addMark({markOf(open.sign, used == 2), {}});
    open.left -= used;
    close.left -= used;
    m_events.push_back({mark, open.opens});
    open.opens = static_cast<std::uint32_t>(m_events.size() - 1);
    m_events.push_back({mark, kNone});
    const auto event = static_cast<std::uint32_t>(m_events.size() - 1);
    (close.lastClose == kNone ? close.closes : m_events[close.lastClose].next) = event;
    close.lastClose = event;
    while (close.previous != opener)
        unlinkDelimiter(close.previous);
    if (open.left == 0) unlinkDelimiter(opener);
}

/// Pairs the runs after `bottom` and takes them from the stack.
void InlineParser::pairDelimiters(std::uint32_t bottom) {
    if (m_lastDelimiter == bottom) return;
    std::uint32_t at = m_lastDelimiter;
    while (m_delimiters[at].previous != bottom)
        at = m_delimiters[at].previous;
    std::array<std::uint32_t, 24> floors;  // no opener of this kind stands before it
    floors.fill(at);
    while (at != kNone) {
        std::uint32_t &floor = floors[delimiterKey(m_delimiters[at])];
        const std::uint32_t opener = m_delimiters[at].canClose ? findOpener(at, floor) : kNone;
        if (opener == kNone) {
            if (m_delimiters[at].canClose) floor = at;
            at = m_delimiters[at].next;
            continue;
        }
        joinDelimiters(opener, at);
        if (m_delimiters[at].left > 0) continue;
        const std::uint32_t next = m_delimiters[at].next;
        unlinkDelimiter(at);
        at = next;
    }
    while (m_lastDelimiter != bottom)
        unlinkDelimiter(m_lastDelimiter);
}

}  // namespace wikivault::markdown
