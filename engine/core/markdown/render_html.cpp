#include "engine/core/markdown/render_html.h"

#include "engine/core/markdown/converter.h"
#include "engine/core/markdown/render_inline.h"

#include <algorithm>

namespace wikivault::markdown {
namespace {

constexpr std::int64_t kWidestSpan = 50;

std::int64_t integerAttr(const Node &node, std::string_view name, std::int64_t fallback) {
    const Value *value = find(node.attrs, name);
    const auto *number = value ? std::get_if<std::int64_t>(value) : nullptr;
    return number ? *number : fallback;
}

class HtmlRenderer {
public:
    explicit HtmlRenderer(const RenderLimits &limits) : m_limits(limits), m_cellsLeft(limits.cells) {}

    std::string render(const Node &doc) {
        blocks(doc.content);
        if (m_cut) m_out += "<p><i>The page is longer than what is shown here.</i></p>";
        return std::move(m_out);
    }

private:
    [[nodiscard]] std::size_t left() const { return m_limits.bytes - std::min(m_limits.bytes, m_out.size()); }

    void blocks(const std::vector<Node> &nodes) {
        if (m_depth >= m_limits.depth) return flat(nodes);
        ++m_depth;
        for (const Node &node : nodes) {
            if (left() == 0) {
                m_cut = true;
                break;
            }
            block(node);
        }
        --m_depth;
    }

    /// Too deep: what is said, without how.
    void flat(const std::vector<Node> &nodes) {
        for (const Node &node : nodes) {
            if (left() == 0) {
                m_cut = true;
                return;
            }
            m_out += "<p>";
            appendRenderedText(m_out, plainText(node), left());
            m_out += "</p>";
        }
    }

    void inlines(const std::vector<Node> &nodes) { m_cut = !appendRenderedInlines(m_out, nodes, left()) || m_cut; }

    void block(const Node &node) {
        const std::string_view type = node.type;
        if (type == "paragraph" || type == "detailsSummary") return textBlock(node, "p");
        if (type == "heading")
            return textBlock(node, "h" + std::to_string(std::clamp<std::int64_t>(integerAttr(node, "level", 1), 1, 6)));
        if (type == "codeBlock") return code(node);
        if (type == "mathBlock") return named("<pre>", stringAttr(node.attrs, "text"), "</pre>");
        if (type == "bulletList" || type == "taskList" || type == "orderedList") return list(node);
        if (type == "blockquote") return wrapped("<blockquote>", node.content, "</blockquote>");
        if (type == "callout") return callout(node);
        if (type == "table") return table(node);
        if (type == "horizontalRule" || type == "pageBreak") return void(m_out += "<hr>");
        if (type == "footnotes" || type == "footnotesList") return wrapped("<hr><ol>", node.content, "</ol>");
        if (type == "footnote" || type == "footnoteDefinition") return wrapped("<li>", node.content, "</li>");
        if (node.content.empty()) return named("<p><i>", renderedName(node), "</i></p>");
        blocks(node.content);
    }

    void named(std::string_view open, std::string_view text, std::string_view close) {
        m_out += open;
        appendRenderedText(m_out, text, left());
        m_out += close;
    }

    void wrapped(std::string_view open, const std::vector<Node> &content, std::string_view close) {
        m_out += open;
        blocks(content);
        m_out += close;
    }

    void textBlock(const Node &node, const std::string &tag) {
        m_out += '<' + tag;
        const std::string_view align = stringAttr(node.attrs, "textAlign");
        if (align == "center" || align == "right" || align == "justify")
            m_out += " align=\"" + std::string(align) + '"';
        m_out += node.type == "detailsSummary" ? "><b>" : ">";
        inlines(node.content);
        m_out += (node.type == "detailsSummary" ? "</b></" : "</") + tag + '>';
    }

    void code(const Node &node) {
        m_out += "<pre>";
        for (const Node &part : node.content)
            appendRenderedText(m_out, part.text, left());
        m_out += "</pre>";
    }

    void list(const Node &node) {
        const bool ordered = node.type == "orderedList";
        const std::int64_t start = std::clamp<std::int64_t>(integerAttr(node, "start", 1), 1, 1'000'000);
        m_out += !ordered ? "<ul>" : start == 1 ? "<ol>" : "<ol start=\"" + std::to_string(start) + "\">";
        for (const Node &item : node.content) {
            if (left() == 0) break;
            m_out += "<li>";
            if (item.type == "taskItem") {
                const Value *checked = find(item.attrs, "checked");
                m_out += checked && *checked == Value(true) ? "\xE2\x98\x91 " : "\xE2\x98\x90 ";
            }
            blocks(item.content);
            m_out += "</li>";
        }
        m_out += ordered ? "</ol>" : "</ul>";
    }

    void callout(const Node &node) {
        const std::string_view type = stringAttr(node.attrs, "type");
        m_out += "<blockquote>";
        named("<p><b>", type.empty() ? "info" : type.substr(0, 40), "</b></p>");
        blocks(node.content);
        m_out += "</blockquote>";
    }

    void table(const Node &node) {
        m_out += "<table border=\"1\" cellspacing=\"0\" cellpadding=\"4\">";
        for (const Node &row : node.content) {
            m_out += "<tr>";
            for (const Node &cell : row.content) {
                if (m_cellsLeft == 0 || left() == 0) {
                    m_cut = true;
                    break;
                }
                --m_cellsLeft;
                tableCell(cell);
            }
            m_out += "</tr>";
            if (m_cut) break;
        }
        m_out += "</table>";
    }

    void tableCell(const Node &cell) {
        const std::string tag = cell.type == "tableHeader" ? "th" : "td";
        m_out += '<' + tag;
        for (const std::string name : {"colspan", "rowspan"})
            if (const auto span = std::min(integerAttr(cell, name, 1), kWidestSpan); span > 1)
                m_out += ' ' + name + "=\"" + std::to_string(span) + '"';
        if (const auto color = stringAttr(cell.attrs, "backgroundColor"); isSafeColor(color))
            m_out += " style=\"background-color:" + std::string(color) + '"';
        m_out += '>';
        blocks(cell.content);
        m_out += "</" + tag + '>';
    }

    const RenderLimits m_limits;
    std::string m_out;
    std::size_t m_depth = 0, m_cellsLeft;
    bool m_cut = false;
};

}  // namespace

std::string renderHtml(const Node &doc, const RenderLimits &limits) {
    return HtmlRenderer(limits).render(doc);
}

}  // namespace wikivault::markdown
