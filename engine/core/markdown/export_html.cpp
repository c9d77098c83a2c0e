#include "engine/core/markdown/canonical.h"
#include "engine/core/markdown/escape.h"
#include "engine/core/markdown/export_blocks.h"
#include "engine/core/markdown/export_footnotes.h"
#include "engine/core/markdown/export_groups.h"
#include "engine/core/markdown/json.h"
#include "engine/core/markdown/text_scan.h"

#include <QByteArray>
#include <algorithm>

namespace wikivault::markdown {
namespace {

/// Deeper content inside raw HTML is written as an opaque node, for the sake of the readers' stacks.
constexpr int kMaxHtmlDepth = 300;

std::string_view htmlAttrText(const Node &node, std::string_view name) { return stringAttr(node.attrs, name); }

void removeAttr(Members &rest, std::string_view name) {
    std::erase_if(rest, [name](const auto &attr) { return attr.first == name; });
}

const Value *restValue(const Members &rest, std::string_view name) { return find(rest, name); }

/// Writes a text or number attribute and takes it off `rest`.
void moveAttr(std::string &out, Members &rest, std::string_view name, std::string_view html) {
    const Value *value = restValue(rest, name);
    if (!value) return;
    if (const auto *text = std::get_if<std::string>(value)) {
        appendHtmlAttribute(out, html, *text);
        removeAttr(rest, name);
    }
}

void moveInteger(std::string &out, Members &rest, std::string_view name, std::string_view html) {
    const Value *value = restValue(rest, name);
    const auto *number = value ? std::get_if<std::int64_t>(value) : nullptr;
    if (!number || *number < 0) return;
    appendHtmlAttribute(out, html, std::to_string(*number));
    removeAttr(rest, name);
}

class HtmlPrinter {
public:
    HtmlPrinter(std::string &out, const FootnotePlan &footnotes) : m_out(out), m_footnotes(footnotes) {}

    void blocks(const std::vector<Node> &nodes) {
        for (const Node &node : nodes) block(node);
    }

    void block(const Node &node) {
        ++m_depth;
        if (m_depth > kMaxHtmlDepth || !node.marks.empty() || !node.extra.empty() || !known(node)) opaque(node);
        --m_depth;
    }

private:
    void opaque(const Node &node) {
        std::string json;
        appendJson(json, node);
        m_out += "<div";
        appendHtmlAttribute(m_out, "data-node", json);
        m_out += "></div>";
    }

    bool known(const Node &node) {
        const std::string_view type = node.type;
        if (type == "paragraph") return textBlock(node, "p");
        if (type == "heading") return heading(node);
        if (type == "bulletList" || type == "taskList" || type == "orderedList") return list(node);
        if (type == "blockquote") return container(node, "<blockquote", "</blockquote>");
        if (type == "callout") return callout(node);
        if (type == "codeBlock") return codeBlock(node);
        if (type == "details") return details(node);
        if (type == "table") return table(node);
        if (type == "horizontalRule") return node.content.empty() && element("<hr", node, {}, {});
        if (type == "mathBlock") return mathBlock(node);
        if (type == "columns") return columns(node);
        if (type == "transclusionSource") return transclusion(node);
        if (type == "htmlEmbed") return htmlEmbed(node);
        return appendMediaHtml(m_out, node);
    }

    bool element(std::string_view open, const Node &node, std::initializer_list<std::string_view> written, std::string_view close) {
        m_out += open;
        appendRest(m_out, restAttrs(node, written));
        m_out += '>';
        m_out += close;
        return true;
    }

    bool container(const Node &node, std::string_view open, std::string_view close) {
        m_out += open;
        appendRest(m_out, restAttrs(node, {}));
        m_out += '>';
        children(node.content);
        m_out += close;
        return true;
    }

    void children(const std::vector<Node> &nodes) {
        if (nodes.empty())
            m_out += "<!--empty-->";
        else
            blocks(nodes);
    }

    bool textBlock(const Node &node, const std::string &tag) {
        Members rest = restAttrs(node, {"level"});
        m_out += '<' + tag;
        const std::string_view align = htmlAttrText(node, "textAlign");
        const bool word = !align.empty() && std::all_of(align.begin(), align.end(), [](char c) { return isAlnumChar(c) || c == '-'; });
        if (word) {
            appendHtmlAttribute(m_out, "style", "text-align:" + std::string(align));
            removeAttr(rest, "textAlign");
        }
        appendRest(m_out, rest);
        m_out += '>';
        m_out += inlineHtml(node.content, &m_footnotes);
        m_out += "</" + tag + ">";
        return true;
    }

    bool heading(const Node &node) {
        const Value *value = find(node.attrs, "level");
        const auto *level = value ? std::get_if<std::int64_t>(value) : nullptr;
        if (value && (!level || *level < 1 || *level > 6)) return false;
        return textBlock(node, "h" + std::to_string(level ? *level : 1));
    }

    bool list(const Node &node) {
        const bool tasks = node.type == "taskList";
        if (!allChildren(node, tasks ? "taskItem" : "listItem")) return false;
        for (const Node &item : node.content)
            if (!item.extra.empty() || !item.marks.empty()) return false;
        Members rest = restAttrs(node, {});
        m_out += node.type == "orderedList" ? "<ol" : tasks ? "<ul data-type=\"taskList\"" : "<ul";
        if (node.type == "orderedList") moveInteger(m_out, rest, "start", "start");
        appendRest(m_out, rest);
        m_out += '>';
        for (const Node &item : node.content) listItem(item, tasks);
        m_out += node.type == "orderedList" ? "</ol>" : "</ul>";
        return true;
    }

    void listItem(const Node &item, bool task) {
        Members rest = restAttrs(item, {});
        m_out += "<li";
        if (task) {
            const Value *value = restValue(rest, "checked");
            const bool checked = value && *value == Value(true);
            m_out += " data-type=\"taskItem\"";
            appendHtmlAttribute(m_out, "data-checked", checked ? "true" : "false");
            if (checked) removeAttr(rest, "checked");
        }
        appendRest(m_out, rest);
        m_out += '>';
        children(item.content);
        m_out += "</li>";
    }

    bool callout(const Node &node) {
        Members rest = restAttrs(node, {});
        m_out += "<div data-type=\"callout\"";
        const std::string_view type = htmlAttrText(node, "type");
        appendHtmlAttribute(m_out, "data-callout-type", type.empty() ? "info" : type);
        if (!type.empty()) removeAttr(rest, "type");
        appendRest(m_out, rest);
        m_out += '>';
        children(node.content);
        m_out += "</div>";
        return true;
    }

    bool codeBlock(const Node &node) {
        for (const Node &part : node.content)
            if (part.type != "text" || !part.marks.empty() || !part.extra.empty()) return false;
        Members rest = restAttrs(node, {});
        const std::string_view language = htmlAttrText(node, "language");
        const bool plain = !language.empty() && language.find_first_of(" \t\n\r\f") == std::string_view::npos;
        if (plain) removeAttr(rest, "language");
        m_out += "<pre";
        appendRest(m_out, rest);
        m_out += "><code";
        if (plain) appendHtmlAttribute(m_out, "class", "language-" + std::string(language));
        m_out += '>';
        std::string text;
        for (const Node &part : node.content) text += part.text;
        codeText(text);
        m_out += "</code></pre>";
        return true;
    }

    /// Line feeds stand as they are unless a blank line, which would end the HTML, or a first one comes of them.
    void codeText(std::string_view text) {
        const bool coded = text.substr(0, 1) == "\n" || text.find("\n\n") != std::string_view::npos
            || text.find('\r') != std::string_view::npos || hasBlankLine(text);
        for (const char c : text) {
            if (c == '&') m_out += "&amp;";
            else if (c == '<') m_out += "&lt;";
            else if (c == '>') m_out += "&gt;";
            else if (c == '\r' || (c == '\n' && coded)) appendReference(m_out, static_cast<unsigned char>(c));
            else m_out += c;
        }
    }

    static bool hasBlankLine(std::string_view text) {
        for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
            const std::size_t end = text.find_first_not_of(" \t", at + 1);
            if (end != std::string_view::npos && text[end] == '\n') return true;
        }
        return false;
    }

    bool details(const Node &node) {
        const bool shaped = node.content.size() == 2 && node.content[0].type == "detailsSummary" && node.content[1].type == "detailsContent"
            && node.content[0].extra.empty() && node.content[1].extra.empty();
        if (!shaped) return false;
        const Value *value = find(node.attrs, "open");
        const bool open = value && *value == Value(true);
        m_out += open ? "<details open" : "<details";
        appendRest(m_out, open ? restAttrs(node, {"open"}) : restAttrs(node, {}));
        m_out += "><summary data-type=\"detailsSummary\"";
        appendRest(m_out, restAttrs(node.content[0], {}));
        m_out += '>' + inlineHtml(node.content[0].content, &m_footnotes) + "</summary>";
        m_out += "<div data-type=\"detailsContent\"";
        appendRest(m_out, restAttrs(node.content[1], {}));
        m_out += '>';
        children(node.content[1].content);
        m_out += "</div></details>";
        return true;
    }

    bool table(const Node &node) {
        if (!allChildren(node, "tableRow")) return false;
        for (const Node &row : node.content) {
            if (!row.extra.empty() || !row.marks.empty() || (!row.content.empty() && !allChildren(row, "tableCell", "tableHeader"))) return false;
            for (const Node &cell : row.content)
                if (!cell.extra.empty() || !cell.marks.empty()) return false;
        }
        m_out += "<table";
        appendRest(m_out, restAttrs(node, {}));
        m_out += "><tbody>";
        for (const Node &row : node.content) {
            m_out += "<tr";
            appendRest(m_out, restAttrs(row, {}));
            m_out += '>';
            for (const Node &cell : row.content) tableCell(cell);
            m_out += "</tr>";
        }
        m_out += "</tbody></table>";
        return true;
    }

    void tableCell(const Node &cell) {
        const std::string_view tag = cell.type == "tableHeader" ? "th" : "td";
        Members rest = restAttrs(cell, {});
        m_out += '<';
        m_out += tag;
        moveInteger(m_out, rest, "colspan", "colspan");
        moveInteger(m_out, rest, "rowspan", "rowspan");
        moveAttr(m_out, rest, "align", "align");
        moveAttr(m_out, rest, "backgroundColor", "data-background-color");
        moveAttr(m_out, rest, "backgroundColorName", "data-background-color-name");
        columnWidths(rest);
        appendRest(m_out, rest);
        m_out += '>';
        children(cell.content);
        m_out += "</";
        m_out += tag;
        m_out += '>';
    }

    void columnWidths(Members &rest) {
        const Value *value = restValue(rest, "colwidth");
        const auto *widths = value ? std::get_if<Array>(value) : nullptr;
        if (!widths || widths->empty()) return;
        std::string list;
        for (const Value &width : *widths) {
            const auto *number = std::get_if<std::int64_t>(&width);
            if (!number || *number < 0) return;
            list += (list.empty() ? "" : ",") + std::to_string(*number);
        }
        appendHtmlAttribute(m_out, "colwidth", list);
        removeAttr(rest, "colwidth");
    }

    bool mathBlock(const Node &node) {
        const Value *value = find(node.attrs, "text");
        if (!node.content.empty() || (value && !std::holds_alternative<std::string>(*value))) return false;
        m_out += "<div data-type=\"mathBlock\" data-katex=\"true\"";
        appendHtmlAttribute(m_out, "text", htmlAttrText(node, "text"));
        return element("", node, {"text"}, "</div>");
    }

    bool columns(const Node &node) {
        if (!allChildren(node, "column")) return false;
        for (const Node &column : node.content)
            if (!column.extra.empty() || !column.marks.empty()) return false;
        Members rest = restAttrs(node, {});
        const std::string_view layout = htmlAttrText(node, "layout");
        m_out += "<div data-type=\"columns\"";
        appendHtmlAttribute(m_out, "data-layout", layout.empty() ? "two_equal" : layout);
        if (!layout.empty()) removeAttr(rest, "layout");
        moveAttr(m_out, rest, "widthMode", "data-width-mode");
        appendRest(m_out, rest);
        m_out += '>';
        for (const Node &column : node.content) {
            Members own = restAttrs(column, {});
            m_out += "<div data-type=\"column\"";
            if (const Value *width = restValue(own, "width")) numberAttr(own, *width);
            appendRest(m_out, own);
            m_out += '>';
            children(column.content);
            m_out += "</div>";
        }
        m_out += "</div>";
        return true;
    }

    void numberAttr(Members &own, const Value &width) {
        std::string text;
        if (!std::holds_alternative<std::int64_t>(width) && !std::holds_alternative<Number>(width)) return;
        appendJson(text, width);
        appendHtmlAttribute(m_out, "data-width", text);
        removeAttr(own, "width");
    }

    bool transclusion(const Node &node) {
        Members rest = restAttrs(node, {});
        m_out += "<div data-type=\"transclusionSource\"";
        moveAttr(m_out, rest, "id", "data-id");
        appendRest(m_out, rest);
        m_out += '>';
        children(node.content);
        m_out += "</div>";
        return true;
    }

    bool htmlEmbed(const Node &node) {
        const Value *value = find(node.attrs, "source");
        if (!node.content.empty() || (value && !std::holds_alternative<std::string>(*value))) return false;
        const std::string_view source = htmlAttrText(node, "source");
        // The set that JavaScript's encodeURIComponent leaves alone.
        const QByteArray encoded = QByteArray(source.data(), static_cast<qsizetype>(source.size())).toPercentEncoding("!'()*").toBase64();
        Members rest = restAttrs(node, {"source"});
        m_out += "<div data-type=\"htmlEmbed\"";
        appendHtmlAttribute(m_out, "data-source", std::string_view(encoded.constData(), static_cast<std::size_t>(encoded.size())));
        moveInteger(m_out, rest, "height", "data-height");
        appendRest(m_out, rest);
        m_out += "></div>";
        return true;
    }

    std::string &m_out;
    const FootnotePlan &m_footnotes;
    int m_depth = 0;
};

}  // namespace

std::string inlineHtml(const std::vector<Node> &content, const FootnotePlan *footnotes) {
    const InlineGroups groups = groupInline(content);
    std::string out;
    bool afterSpace = true;
    for (const InlineGroup &group : groups.groups) {
        for (auto mark = group.marks.rbegin(); mark != group.marks.rend(); ++mark) out += htmlForm(**mark).open;
        if (group.code) out += "<code>";
        for (const InlineGroup::Part &part : group.parts) {
            if (!part.atom) {
                appendHtmlText(out, part.text, afterSpace);
                // At the end of the block a space would be trimmed.
                if (&group == &groups.groups.back() && &part == &group.parts.back()) keepTrailingSpace(out);
            } else if (isPlainBreak(*part.atom)) {
                out += "<br>";
                afterSpace = true;
            } else {
                appendAtom(out, *part.atom, {true, false, false, footnotes});
                afterSpace = false;
            }
        }
        if (group.code) out += "</code>";
        for (const Mark *mark : group.marks) out += htmlForm(*mark).close;
    }
    return out;
}

void appendHtmlBlock(std::string &out, const Node &node, const FootnotePlan &footnotes) {
    HtmlPrinter(out, footnotes).block(node);
}

void appendHtmlBlocks(std::string &out, const std::vector<Node> &nodes, const FootnotePlan &footnotes) {
    HtmlPrinter(out, footnotes).blocks(nodes);
}

}  // namespace wikivault::markdown
