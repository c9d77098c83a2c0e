#include "engine/core/markdown/block_reader.h"

#include "engine/core/markdown/html_entities.h"
#include "engine/core/markdown/html_tag.h"
#include "engine/core/markdown/link_syntax.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>
#include <iterator>

namespace wikivault::markdown {

namespace {

constexpr auto npos = std::string_view::npos;

bool containsIgnoringCase(std::string_view text, std::string_view lower) {
    return lowerAscii(text).find(lower) != npos;
}

/// After the name of an HTML tag: white space, `>`, `/>` or the end of the line.
bool endsTagName(std::string_view text, std::size_t at, bool slash) {
    if (at >= text.size() || isSpaceChar(text[at]) || text[at] == '>') return true;
    return slash && text.substr(at, 2) == "/>";
}

bool isBlockElement(std::string_view name) {
    static constexpr std::string_view names[] = {
        "address",  "article",    "aside",  "base",    "basefont", "blockquote", "body",     "caption",  "center",
        "col",      "colgroup",   "dd",     "details", "dialog",   "dir",        "div",      "dl",       "dt",
        "fieldset", "figcaption", "figure", "footer",  "form",     "frame",      "frameset", "h1",       "h2",
        "h3",       "h4",         "h5",     "h6",      "head",     "header",     "hr",       "html",     "iframe",
        "legend",   "li",         "link",   "main",    "menu",     "menuitem",   "nav",      "noframes", "ol",
        "optgroup", "option",     "p",      "param",   "search",   "section",    "summary",  "table",    "tbody",
        "td",       "tfoot",      "th",     "thead",   "title",    "tr",         "track",    "ul"};
    return std::binary_search(std::begin(names), std::end(names), name);
}

bool isVerbatimElement(std::string_view name) {
    return name == "script" || name == "pre" || name == "style" || name == "textarea";
}

}  // namespace

int htmlBlockKind(std::string_view text, bool inParagraph) {
    if (text.size() < 2 || text[0] != '<') return 0;
    if (text.substr(0, 4) == "<!--") return 2;
    if (text[1] == '?') return 3;
    if (text.substr(0, 9) == "<![CDATA[") return 5;
    if (text[1] == '!') return text.size() > 2 && isAlphaChar(text[2]) ? 4 : 0;
    const bool closing = text[1] == '/';
    const std::size_t begin = closing ? 2 : 1;
    std::size_t end = begin;
    while (end < text.size() && isAlnumChar(text[end]))
        ++end;
    const std::string name = lowerAscii(text.substr(begin, end - begin));
    if (!closing && isVerbatimElement(name) && endsTagName(text, end, false)) return 1;
    if (isBlockElement(name) && endsTagName(text, end, true)) return 6;
    if (inParagraph || isVerbatimElement(name)) return 0;
    const auto tag = parseTag(text, 0);
    return tag && isBlank(text.substr(tag->length)) ? 7 : 0;
}

bool endsHtmlBlock(int kind, std::string_view line) {
    switch (kind) {
        case 1:
            return containsIgnoringCase(line, "</script>") || containsIgnoringCase(line, "</pre>") ||
                   containsIgnoringCase(line, "</style>") || containsIgnoringCase(line, "</textarea>");
        case 2: return line.find("-->") != npos;
        case 3: return line.find("?>") != npos;
        case 4: return line.find('>') != npos;
        case 5: return line.find("]]>") != npos;
        default: return false;
    }
}

bool BlockReader::continueCode() {
    BlockEntry &block = leaf();
    if (block.sign == 0) {
        if (!m_blank && m_indent < 4) return false;
        advanceColumns(std::min<std::size_t>(m_indent, 4));
        const std::size_t end = m_blank ? block.end : m_lineEnd;
        appendLine(block, restWithIndent());
        block.end = end;
        return true;
    }
    const std::string_view text = rest();
    const std::size_t length = std::min(text.find_first_not_of(block.sign), text.size());
    if (m_indent < 4 && length >= block.number && isBlank(text.substr(length))) {
        block.end = m_lineEnd;
        closeLeaf();
        return true;
    }
    advanceColumns(std::min(m_indent, block.offset));
    appendLine(block, restWithIndent());
    return true;
}

bool BlockReader::continueHtml() {
    BlockEntry &block = leaf();
    const int kind = static_cast<int>(block.number);
    if (kind >= 6 && m_blank) {
        closeLeaf();
        return true;
    }
    appendLine(block, restWithIndent());
    if (endsHtmlBlock(kind, m_line.substr(std::min(m_at, m_line.size())))) closeLeaf();
    return true;
}

bool BlockReader::continueMath() {
    BlockEntry &block = leaf();
    if (trimmed(rest()) == "$$") {
        block.end = m_lineEnd;
        closeLeaf();
        return true;
    }
    advanceColumns(std::min(m_indent, block.offset));
    appendLine(block, restWithIndent());
    return true;
}

/// Length of the link reference definition at the start of `text`, or 0.
std::size_t BlockReader::definition(std::string_view text) {
    const std::size_t close = text.empty() || text[0] != '[' ? npos : scanLabel(text, 1);
    if (close == npos || text.substr(close, 2) != "]:" || isBlank(text.substr(1, close - 1))) return 0;
    std::size_t at = skipLinkSpace(text, close + 2);
    std::string_view destination, title;
    const std::size_t end = at < text.size() ? scanDestination(text, at, destination) : npos;
    if (end == npos || end == at) return 0;
    const auto lineEnd = [&](std::size_t from) {
        const std::size_t stop = std::min(text.find_first_not_of(" \t", from), text.size());
        return stop == text.size() ? stop : text[stop] == '\n' ? stop + 1 : npos;
    };
    std::size_t stop = npos;
    at = skipLinkSpace(text, end);
    if (at > end && at < text.size()) {
        const std::size_t titleEnd = scanTitle(text, at, title);
        if (titleEnd != npos) stop = lineEnd(titleEnd);
    }
    if (stop == npos) {
        title = {};
        stop = lineEnd(end);
    }
    if (stop == npos) return 0;
    m_context.define(text.substr(1, close - 1), {decodeEscapes(destination), decodeEscapes(title)});
    return stop;
}

void BlockReader::takeDefinitions(BlockEntry &paragraph) {
    std::string_view text = paragraph.text;
    while (const std::size_t length = definition(text))
        text.remove_prefix(length);
    // What opens like raw HTML and never ends is text, and stays as its author wrote it.
    paragraph.lossy = text.size() < paragraph.text.size() || text.substr(0, 2) == "<!" || text.substr(0, 2) == "<?";
    if (text.size() == paragraph.text.size()) return;
    m_context.keepDefinitions({paragraph.begin, paragraph.text.substr(0, paragraph.text.size() - text.size())});
    paragraph.text = std::string(text);
    if (isBlank(paragraph.text)) paragraph.kind = BlockKind::Definitions;
}

}  // namespace wikivault::markdown
