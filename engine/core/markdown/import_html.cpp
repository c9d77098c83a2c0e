#include "engine/core/markdown/import_nodes.h"

#include "engine/core/markdown/html_entities.h"
#include "engine/core/markdown/html_inline.h"
#include "engine/core/markdown/inline_parser.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>

namespace wikivault::markdown {

namespace {

bool sameMarks(const std::vector<Mark> &a, const std::vector<Mark> &b) {
    return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                      [](const Mark &x, const Mark &y) { return x.type == y.type && x.attrs == y.attrs; });
}

bool hasBlockName(std::string_view name) {
    constexpr std::string_view names[] = {
        "p",        "h1",         "h2",       "h3",      "h4",         "h5",       "h6",     "ul",
        "ol",       "li",         "dl",       "dt",      "dd",         "pre",      "hr",     "div",
        "table",    "blockquote", "details",  "summary", "section",    "article",  "aside",  "header",
        "footer",   "main",       "nav",      "figure",  "figcaption", "center",   "video",  "audio",
        "iframe",   "form",       "fieldset", "address", "body",       "html",     "script", "style",
        "textarea", "title",      "noscript", "svg",     "math",       "template", "thead",  "tbody",
        "tfoot",    "tr",         "td",       "th",      "caption",    "colgroup", "col",    "input"};
    return std::find(std::begin(names), std::end(names), name) != std::end(names);
}

/// Before `marks` are copied: those with attributes go when they have been copied too often.
void affordMarks(ImportContext &context, std::vector<Mark> &marks, bool &lossy) {
    if (context.affords(marks)) return;
    std::erase_if(marks, [](const Mark &mark) { return !mark.attrs.empty(); });
    lossy = true;
}

}  // namespace

std::string htmlSource(const HtmlNode &element) {
    std::string text;
    for (const HtmlNode &child : element.children)
        text += child.kind == HtmlNode::Kind::Text ? child.text : child.is("br") ? "\n" : htmlSource(child);
    return text;
}

std::string htmlText(const HtmlNode &element) {
    return decodeReferences(htmlSource(element));
}

ImportedNodes HtmlImport::blocks(std::vector<HtmlNode> html, bool top) {
    m_top = top;
    addAll(html);
    flush();
    return std::move(m_out);
}

std::vector<Node> HtmlImport::inner(std::vector<HtmlNode> &html) {
    HtmlImport import(m_context, m_noteDepth);
    import.m_marks = m_marks;
    import.addAll(html);
    import.flush();
    m_out.lossy = m_out.lossy || import.m_out.lossy;
    return std::move(import.m_out.nodes);
}

void HtmlImport::addAll(std::vector<HtmlNode> &html) {
    for (HtmlNode &node : html)
        add(node);
}

void HtmlImport::add(HtmlNode &html) {
    switch (html.kind) {
        case HtmlNode::Kind::Text: return addText(html.text);
        case HtmlNode::Kind::Comment: return addComment(html);
        case HtmlNode::Kind::Blocks:
            flush();
            for (Node &node : html.blocks)
                append(std::move(node));
            return;
        case HtmlNode::Kind::Element: break;
    }
    if (addInline(html)) return;
    const bool own = m_top;
    m_top = false;
    m_out.lossy = m_out.lossy || own;  // unless the export writes it like that
    addElement(html);
    m_top = own;
}

/// Text in HTML: white space as written becomes one space, none at the edges of a block; references are exempt.
void HtmlImport::addText(std::string_view text) {
    std::string shown;
    const auto lastIsSpace = [&] {
        if (!shown.empty()) return m_spaceLast;
        return m_run.empty() || m_spaceLast || m_breakLast;
    };
    for (std::size_t at = 0; at < text.size();) {
        if (isSpaceChar(text[at])) {
            if (!lastIsSpace()) {
                shown += ' ';
                m_spaceLast = true;
            }
            ++at;
            continue;
        }
        const std::size_t length = text[at] == '&' ? decodeReference(text, at, shown) : 0;
        if (length == 0) shown += text[at];
        m_spaceLast = false;
        at += length ? length : 1;
    }
    if (shown.empty()) return;
    m_breakLast = false;
    if (!m_run.empty() && m_run.back().type == "text" && sameMarks(m_run.back().marks, m_marks)) {
        m_run.back().text += shown;
        return;
    }
    affordMarks(m_context, m_marks, m_out.lossy);
    m_run.push_back(makeText(std::move(shown)));
    m_run.back().marks = m_marks;
}

void HtmlImport::endRun() {
    if (m_spaceLast && !m_run.empty() && m_run.back().type == "text") {
        m_run.back().text.pop_back();
        if (m_run.back().text.empty()) m_run.pop_back();
    }
    m_spaceLast = false;
}

/// Text outside of any text block makes a paragraph.
void HtmlImport::flush() {
    endRun();
    if (m_run.empty()) return;
    const bool onlyMedia = m_run.size() == 1 && isBlockMedia(m_run.front().type);
    m_out.lossy = m_out.lossy || !onlyMedia || m_top;
    appendTextBlocks(m_out, makeNode("paragraph"), std::move(m_run));
    m_run.clear();
}

void HtmlImport::addComment(const HtmlNode &comment) {
    const auto directive = parseDirective(comment.text);
    auto node = directive ? blockOfDirective(*directive, comment.text) : std::nullopt;
    if (node) {
        flush();
        append(std::move(*node));
    } else if (!isBlank(std::string_view(comment.text).substr(4, comment.text.size() - 7)) || comment.text[1] == '?') {
        m_out.lossy = true;
    } else {
        append(makeNode(kNoteSign + std::string("nothing")));
    }
}

void HtmlImport::addCode(HtmlNode &element) {
    const std::string text = htmlText(element);
    if (text.empty()) return;
    affordMarks(m_context, m_marks, m_out.lossy);
    Node code = makeText(text);
    code.marks = m_marks;
    code.marks.insert(code.marks.begin(), Mark{"code", {}});
    m_run.push_back(std::move(code));
    m_spaceLast = m_breakLast = false;
}

/// An element in a line of text; false: it is a block.
bool HtmlImport::addInline(HtmlNode &html) {
    using Kind = InlineElement::Kind;
    affordMarks(m_context, m_marks, m_out.lossy);
    InlineElement element = inlineElement(html.tag);
    if (element.kind == Kind::Unknown && hasBlockName(html.tag.name)) return false;
    const bool exporters = html.tag.name == "a" && html.tag.hasOnly({"href", "title", "data-attrs"});
    m_out.lossy =
        m_out.lossy || element.kind == Kind::Unknown || (element.foreign && !exporters && html.tag.name != "img");
    if (element.kind == Kind::Void) {
        if (html.tag.name == "wbr") return true;
        m_run.push_back(html.tag.name == "img" ? imageOf(html.tag) : makeNode("hardBreak"));
        m_run.back().marks = html.tag.name == "img" ? std::vector<Mark>() : m_marks;
        m_breakLast = html.tag.name == "br";
        if (m_breakLast) m_spaceLast = false;
        return true;
    }
    if (element.kind == Kind::Verbatim) {
        if (html.tag.name == "code") {
            addCode(html);
            return true;
        }
        auto atom = inlineAtom(html.tag, htmlText(html), m_context, m_noteDepth);
        m_out.lossy = m_out.lossy || !atom;
        if (atom) {
            m_run.push_back(std::move(*atom));
            m_run.back().marks.insert(m_run.back().marks.begin(), m_marks.begin(), m_marks.end());
            m_spaceLast = m_breakLast = false;
        }
        return true;
    }
    const std::vector<Mark> outer = m_marks;
    const bool open = element.kind == Kind::Marked;
    if (open) {
        if (element.mark.type != "comment")
            std::erase_if(m_marks, [&](const Mark &mark) { return mark.type == element.mark.type; });
        const bool twice = std::any_of(m_marks.begin(), m_marks.end(), [&](const Mark &mark) {
            return mark.type == element.mark.type && mark.attrs == element.mark.attrs;
        });
        if (!twice) m_marks.insert(m_marks.begin(), std::move(element.mark));
        std::stable_partition(m_marks.begin(), m_marks.end(), [](const Mark &mark) { return mark.type == "code"; });
    }
    addAll(html.children);
    m_marks = outer;
    return true;
}

}  // namespace wikivault::markdown
