#include "engine/core/markdown/escape.h"
#include "engine/core/markdown/export_footnotes.h"
#include "engine/core/markdown/export_groups.h"
#include "engine/core/markdown/export_inline.h"
#include "engine/core/markdown/text_scan.h"

namespace wikivault::markdown {
namespace {

bool isDelimiterChar(char c) {
    return c == '*' || c == '_' || c == '~' || c == '=';
}

bool isBreak(const Node *node) {
    return node && isPlainBreak(*node);
}

/// Inside a note, brackets and backslashes of an element would be taken for the note's own.
void keepBrackets(std::string &element) {
    std::string kept;
    for (const char c : element) {
        if (c == '[' || c == ']' || c == '\\')
            appendReference(kept, static_cast<unsigned char>(c));
        else
            kept += c;
    }
    element = std::move(kept);
}

class GroupPrinter {
public:
    GroupPrinter(std::string &out, const InlineGroups &groups, const GroupStyle &style)
        : m_out(out),
          m_groups(groups.groups),
          m_traits(groups.traits),
          m_style(style) {}

    bool print() {
        for (std::size_t i = 0; i < m_groups.size(); ++i)
            group(i);
        return m_doubt;
    }

private:
    /// The first character of what follows group `i`; a line feed at the end.
    char nextChar(std::size_t i) const {
        if (i + 1 >= m_groups.size()) return '\n';
        const InlineGroup &next = m_groups[i + 1];
        if (!next.marks.empty()) {
            const Mark &outer = *next.marks.back();
            if (isBareDelimiter(outer) && edgesAreWords(next)) return markdownForm(outer).open.front();
            return outer.type == "link" ? '[' : '<';
        }
        if (next.code) return '`';
        const InlineGroup::Part &part = next.parts.front();
        return part.atom ? firstOf(*part.atom) : part.text.front();
    }

    char firstOf(const Node &atom) const {
        if (isBreak(&atom)) return m_style.tagBreaks ? '<' : '\n';
        if (atom.type == "mathInline") return '$';
        if (atom.type != "footnoteReference") return '<';
        return m_style.footnotes && m_style.footnotes->hasLabels() ? '[' : '^';
    }

    std::string_view nextText(std::size_t i) const {
        static constexpr std::string_view kWord = "\n";
        if (i + 1 >= m_groups.size()) return kWord;
        const InlineGroup &next = m_groups[i + 1];
        if (next.marks.empty() && !next.code && !next.parts.front().atom) return next.parts.front().text;
        m_next = nextChar(i);
        return {&m_next, 1};
    }

    static bool edgesAreWords(const InlineGroup &group) {
        const InlineGroup::Part &part = group.parts.front();
        return part.atom || classAfter(part.text, 0) != CharClass::Space;
    }

    void group(std::size_t i) {
        const InlineGroup &group = m_groups[i];
        std::string inner;
        const bool link = !group.marks.empty() && group.marks.front()->type == "link";
        if (group.marks.empty()) {
            parts(m_out, i, false);
            return;
        }
        if (m_gluedOpen.empty())
            parts(inner, i, link);
        else {
            inner = std::move(m_gluedOpen);
            m_gluedOpen.clear();
            parts(inner, i, link);
        }
        if (group.glueNext) {
            m_gluedOpen = std::move(inner);
            m_doubt = true;
            return;
        }
        wrap(inner, i);
    }

    void wrap(std::string &inner, std::size_t i) {
        const InlineGroup &group = m_groups[i];
        for (std::size_t m = 0; m < group.marks.size(); ++m) {
            const Mark &mark = *group.marks[m];
            const bool outermost = m + 1 == group.marks.size();
            const bool tags =
                group.runAsTags || m_style.escaping == Escaping::Complete || !delimits(mark, inner, i, outermost);
            const MarkForm form = tags ? tagForm(mark) : markdownForm(mark);
            inner.insert(0, form.open);
            inner += form.close;
        }
        m_out += inner;
    }

    /// Whether delimiters may stand around `inner`.
    bool delimits(const Mark &mark, const std::string &inner, std::size_t i, bool outermost) {
        if (!isBareDelimiter(mark)) return true;
        if (inner.empty() || classAfter(inner, 0) == CharClass::Space ||
            classBefore(inner, inner.size()) == CharClass::Space)
            return false;
        const std::string_view after = outermost ? nextText(i) : std::string_view("*");
        const std::string_view before = outermost ? std::string_view(m_out) : std::string_view("*");
        if (safe(mark, inner, before, after)) return true;
        m_doubt = true;
        return m_style.escaping == Escaping::Light;
    }

    static bool safe(const Mark &mark, const std::string &inner, std::string_view before, std::string_view after) {
        const char previous = before.empty() ? '\n' : before.back();
        if (isDelimiterChar(previous) || isDelimiterChar(after.front()) || isDelimiterChar(inner.front()) ||
            isDelimiterChar(inner.back()))
            return false;
        if (mark.type == "highlight") return inner.find('=') == std::string::npos;
        const bool astral = codePointBefore(before, before.size()).value > 0xFFFF;
        const bool opens = classAfter(inner, 0) == CharClass::Letter ||
                           (classBefore(before, before.size()) != CharClass::Letter && !astral);
        const bool closes =
            classBefore(inner, inner.size()) == CharClass::Letter || classAfter(after, 0) != CharClass::Letter;
        return opens && closes && codePointAt(inner, 0).value <= 0xFFFF &&
               codePointBefore(inner, inner.size()).value <= 0xFFFF && codePointAt(after, 0).value <= 0xFFFF;
    }

    void parts(std::string &out, std::size_t i, bool inLink) {
        const InlineGroup &group = m_groups[i];
        for (std::size_t p = 0; p < group.parts.size(); ++p) {
            const InlineGroup::Part &part = group.parts[p];
            if (part.atom)
                atom(out, i, p);
            else if (group.code)
                code(out, part.text, group.runAsTags);
            else
                text(out, i, p, inLink);
        }
    }

    void code(std::string &out, const std::string &text, bool tag) {
        const bool complete = m_style.escaping == Escaping::Complete;
        const bool odd =
            text.find_first_of("`\n\r|") != std::string::npos || isSpaceChar(text.front()) || isSpaceChar(text.back());
        m_doubt = m_doubt || odd || tag || (!out.empty() && out.back() == '`') ||
                  (&out != &m_out && !m_out.empty() && m_out.back() == '`');
        const bool loose = m_style.note && text.find_first_of("[]\\") != std::string::npos;
        if (tag || complete || loose || text.find_first_of("\r\n") != std::string::npos)
            appendCodeTag(out, text);
        else
            appendCodeSpan(out, text);
    }

    char following(std::size_t i, std::size_t p) const {
        const InlineGroup &group = m_groups[i];
        if (p + 1 < group.parts.size()) {
            const InlineGroup::Part &next = group.parts[p + 1];
            return next.atom ? firstOf(*next.atom) : next.text.front();
        }
        if (group.marks.empty()) return nextChar(i);
        return isBareDelimiter(*group.marks.front()) ? markdownForm(*group.marks.front()).open.front()
               : group.marks.front()->type == "link" ? ']'
                                                     : '<';
    }

    void text(std::string &out, std::size_t i, std::size_t p, bool inLink) {
        const InlineGroup &group = m_groups[i];
        TextPlace place{m_style.escaping, &m_traits, inLink, m_style.note, false, following(i, p)};
        place.references = m_style.footnotes && m_style.footnotes->hasReferences();
        place.labels = m_style.footnotes && m_style.footnotes->hasLabels();
        place.last = i + 1 == m_groups.size() && p + 1 == group.parts.size() && group.marks.empty();
        if (place.last) place.next = 0;
        if (&out != &m_out && out.empty()) {
            // Inside a mark the text does not begin its line.
            std::string piece = ">";
            if (appendMarkdownText(piece, group.parts[p].text, place)) m_doubt = true;
            out.append(piece, 1);
            if (isSpaceChar(group.parts[p].text.front())) m_doubt = true;
            return;
        }
        if (appendMarkdownText(out, group.parts[p].text, place)) m_doubt = true;
    }

    void atom(std::string &out, std::size_t i, std::size_t p) {
        const Node &node = *m_groups[i].parts[p].atom;
        if (isBreak(&node)) return lineBreak(out, i, p);
        const bool last = p + 1 == m_groups[i].parts.size();
        AtomPlace place{false, m_style.escaping == Escaping::Complete, last && isDigitChar(nextChar(i)),
                        m_style.opaqueNotes ? nullptr : m_style.footnotes};
        if (node.type == "mathInline" && place.digitNext && m_groups[i].marks.empty() && m_groups[i + 1].code)
            place.digitNext = false;
        if (!(node.type == "footnoteReference" && m_style.footnotes)) m_doubt = true;
        std::string written;
        appendAtom(written, node, place);
        if (m_style.note && written.front() == '<') keepBrackets(written);
        out += written;
    }

    void lineBreak(std::string &out, std::size_t i, std::size_t p) {
        const bool lastPart = p + 1 == m_groups[i].parts.size();
        const Node *next = !lastPart                 ? m_groups[i].parts[p + 1].atom
                           : i + 1 < m_groups.size() ? m_groups[i + 1].parts.front().atom
                                                     : nullptr;
        const bool last = lastPart && i + 1 == m_groups.size();
        const bool marked = !m_groups[i].marks.empty();
        const bool alone = m_groups[i].parts.size() == 1;
        const std::string &before = marked ? out : m_out;
        const bool start = m_out.empty() && out.empty();
        const bool afterTag = start || startsWithBreaks();
        const bool tag = m_style.tagBreaks || last || isBreak(next) || afterTag ||
                         (marked && (alone || before.empty() || lastPart)) || m_style.escaping == Escaping::Complete;
        m_doubt = m_doubt || marked || start || afterTag;
        if (tag) {
            out += "<br>";
            return;
        }
        keepTrailingSpace(out);
        out += "  \n";
    }

    /// Only breaks so far: a line of them alone would be a block of HTML.
    bool startsWithBreaks() {
        while (m_out.compare(m_breaksEnd, 4, "<br>") == 0)
            m_breaksEnd += 4;
        return m_breaksEnd != 0 && m_breaksEnd == m_out.size();
    }

    std::string &m_out;
    const std::vector<InlineGroup> &m_groups;
    const BlockTraits &m_traits;
    const GroupStyle &m_style;
    std::string m_gluedOpen;
    mutable char m_next = 0;
    bool m_doubt = false;
    std::size_t m_breaksEnd = 0;  ///< how far m_out is known to be breaks
};

/// The longest and the shortest missing run of back-ticks.
std::size_t codeFence(std::string_view text) {
    std::vector<bool> seen(8, false);
    std::size_t longest = 0;
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] != '`') {
            ++i;
            continue;
        }
        std::size_t end = i;
        while (end < text.size() && text[end] == '`')
            ++end;
        if (end - i < seen.size()) seen[end - i] = true;
        longest = std::max(longest, end - i);
        i = end;
    }
    for (std::size_t length = 1; length < seen.size(); ++length)
        if (!seen[length]) return length;
    return longest + 1;
}

}  // namespace

bool printGroups(std::string &out, const InlineGroups &groups, const GroupStyle &style) {
    return GroupPrinter(out, groups, style).print();
}

void appendCodeSpan(std::string &out, std::string_view text) {
    const std::string fence(codeFence(text), '`');
    const bool spaces = text.find_first_not_of(' ') == std::string_view::npos;
    const bool pad =
        text.front() == '`' || text.back() == '`' || (!spaces && text.front() == ' ' && text.back() == ' ');
    out += fence;
    if (pad) out += ' ';
    out += text;
    if (pad) out += ' ';
    out += fence;
}

void appendCodeTag(std::string &out, std::string_view text) {
    out += "<code>";
    appendInertText(out, text);
    out += "</code>";
}

}  // namespace wikivault::markdown
