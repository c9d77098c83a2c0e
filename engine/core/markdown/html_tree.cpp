#include "engine/core/markdown/html_tree.h"

#include "engine/core/markdown/text_scan.h"

#include <algorithm>
#include <unordered_map>

namespace wikivault::markdown {

namespace {

constexpr std::size_t kDeepestElement = 400;
constexpr auto npos = std::string_view::npos;

bool isOneOf(std::string_view name, std::initializer_list<std::string_view> names) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool isVerbatimHtml(std::string_view name) {
    return isOneOf(name, {"script", "style", "textarea", "title", "iframe", "noscript", "svg", "math", "template"});
}

/// The elements that an opening tag closes, up to the element `boundary`.
struct ImpliedEnd {
    std::initializer_list<std::string_view> opening, closes, boundaries;
};
const ImpliedEnd kImpliedEnds[] = {
    {{"li"}, {"li"}, {"ul", "ol"}},
    {{"td", "th"}, {"td", "th"}, {"tr", "table"}},
    {{"tr"}, {"tr"}, {"table"}},
    {{"tbody", "thead", "tfoot"}, {"tbody", "thead", "tfoot", "caption", "colgroup"}, {"table"}},
    {{"dt", "dd"}, {"dt", "dd"}, {"dl"}},
    {{"option"}, {"option"}, {"select"}},
    {{"address", "article", "aside", "blockquote", "details", "div", "dl",      "fieldset", "figure",
      "footer",  "form",    "h1",    "h2",         "h3",      "h4",  "h5",      "h6",       "header",
      "hr",      "main",    "nav",   "ol",         "p",       "pre", "section", "table",    "ul"},
     {"p"},
     {"div", "td", "th", "li", "blockquote", "details", "section", "article", "table", "dd"}},
};

}  // namespace

bool isVoidElement(std::string_view name) {
    return isOneOf(name, {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
                          "track", "wbr"});
}

HtmlTree::HtmlTree() {
    m_open.emplace_back();
}

void HtmlTree::addText(std::string_view text) {
    if (text.empty()) return;
    std::vector<HtmlNode> &siblings = m_open.back().children;
    if (siblings.empty() || siblings.back().kind != HtmlNode::Kind::Text) {
        siblings.emplace_back();
        siblings.back().kind = HtmlNode::Kind::Text;
    }
    siblings.back().text += text;
}

void HtmlTree::addBlocks(std::vector<Node> blocks) {
    if (blocks.empty()) return;
    // Nothing that Markdown read belongs to what holds only text.
    for (std::size_t at = m_open.size() - 1; at > 0; --at)
        if (isOneOf(m_open[at].tag.name, {"script", "style", "textarea", "pre", "code"}))
            while (m_open.size() > at)
                pop();
    m_verbatim.clear();
    std::vector<HtmlNode> &siblings = m_open.back().children;
    siblings.emplace_back();
    siblings.back().kind = HtmlNode::Kind::Blocks;
    siblings.back().blocks = std::move(blocks);
}

void HtmlTree::addHtml(std::string_view html) {
    m_missing = 0;
    for (std::size_t at = 0; at < html.size();) {
        if (!m_verbatim.empty()) {
            std::size_t end = html.find("</", at);
            while (end != npos && !equalsIgnoringCase(html.substr(end + 2, m_verbatim.size()), m_verbatim))
                end = html.find("</", end + 2);
            end = std::min(end, html.size());
            addText(html.substr(at, end - at));
            m_verbatim.clear();
            at = end;
            continue;
        }
        const std::size_t next = std::min(html.find('<', at), html.size());
        addText(html.substr(at, next - at));
        at = next;
        if (at >= html.size()) break;
        const std::size_t length = addMarkup(html, at);
        if (length == 0) addText("<");
        at += length ? length : 1;
    }
}

/// The comment or tag at `at`: its length, or 0.
std::size_t HtmlTree::addMarkup(std::string_view html, std::size_t at) {
    const char next = at + 1 < html.size() ? html[at + 1] : ' ';
    if (next == '!' || next == '?') {
        const unsigned bit = next == '?' ? 1 : html.substr(at, 4) == "<!--" ? 2 : 4;
        const std::size_t length = m_missing & bit ? 0 : inertHtmlLength(html, at);
        if (length == 0) {
            m_missing |= bit;
            return 0;
        }
        HtmlNode comment;
        comment.kind = HtmlNode::Kind::Comment;
        comment.text = html.substr(at, length);
        m_open.back().children.push_back(std::move(comment));
        return length;
    }
    auto tag = parseTag(html, at);
    if (!tag) return 0;
    const std::size_t length = tag->length;
    if (tag->closing)
        close(tag->name);
    else
        open(std::move(*tag));
    return length;
}

std::size_t HtmlTree::findOpen(std::string_view name, std::string_view boundary) const {
    for (std::size_t at = m_open.size() - 1; at > 0; --at) {
        if (m_open[at].tag.name == name) return at;
        if (m_open[at].tag.name == boundary) break;
    }
    return 0;
}

void HtmlTree::pop() {
    HtmlNode closed = std::move(m_open.back());
    m_open.pop_back();
    m_open.back().children.push_back(std::move(closed));
}

void HtmlTree::closeImplied(std::string_view name) {
    for (const ImpliedEnd &rule : kImpliedEnds) {
        if (!isOneOf(name, rule.opening)) continue;
        for (std::size_t at = m_open.size() - 1; at > 0; --at) {
            const std::string &open = m_open[at].tag.name;
            if (isOneOf(open, rule.closes)) {
                while (m_open.size() > at)
                    pop();
                break;
            }
            if (isOneOf(open, rule.boundaries)) break;
        }
    }
}

void HtmlTree::open(HtmlTag tag) {
    closeImplied(tag.name);
    if (m_open.size() >= kDeepestElement) {
        m_lossy = true;
        return;
    }
    HtmlNode element;
    const bool leaf = isVoidElement(tag.name);
    if (isVerbatimHtml(tag.name)) m_verbatim = tag.name;
    element.tag = std::move(tag);
    m_open.push_back(std::move(element));
    if (leaf) pop();
}

void HtmlTree::close(std::string_view name) {
    const std::size_t at = findOpen(name, name == "table" ? "" : "table");
    if (at == 0) {
        m_lossy = true;
        return;
    }
    while (m_open.size() > at)
        pop();
}

std::vector<HtmlNode> HtmlTree::take() {
    while (m_open.size() > 1)
        pop();
    return std::move(m_open[0].children);
}

std::vector<std::size_t> htmlReach(const std::vector<std::string_view> &pieces) {
    struct Open {
        std::string name;
        std::size_t piece;
    };
    std::vector<std::size_t> reach(pieces.size());
    std::vector<Open> open;
    std::unordered_map<std::string, std::size_t> count;
    for (std::size_t piece = 0; piece < pieces.size(); ++piece) {
        reach[piece] = piece;
        const std::string_view html = pieces[piece];
        unsigned missing = 0;
        for (std::size_t at = html.find('<'); at != npos; at = html.find('<', at)) {
            const bool inert = at + 1 < html.size() && (html[at + 1] == '!' || html[at + 1] == '?');
            const std::size_t skipped = inert && !missing ? inertHtmlLength(html, at) : 0;
            if (inert && skipped == 0) missing = 1;
            const auto tag = inert ? std::nullopt : parseTag(html, at);
            at += tag ? tag->length : skipped ? skipped : 1;
            if (!tag || isVoidElement(tag->name)) continue;
            if (!tag->closing) {
                open.push_back({tag->name, piece});
                ++count[tag->name];
                continue;
            }
            if (count[tag->name] == 0) continue;
            for (bool found = false; !found; open.pop_back()) {
                found = open.back().name == tag->name;
                --count[open.back().name];
                if (found) reach[open.back().piece] = std::max(reach[open.back().piece], piece);
            }
        }
    }
    return reach;
}

}  // namespace wikivault::markdown
