#include "engine/core/markdown/export_html.h"

#include "engine/core/markdown/escape.h"
#include "engine/core/markdown/export_blocks.h"
#include "engine/core/markdown/export_groups.h"
#include "engine/core/markdown/json.h"

#include <algorithm>

namespace wikivault::markdown {

bool HtmlPrinter::list(const Node &node) {
    const bool tasks = node.type == "taskList";
    if (!allChildren(node, tasks ? "taskItem" : "listItem")) return false;
    for (const Node &item : node.content)
        if (!item.extra.empty() || !item.marks.empty()) return false;
    Members rest = restAttrs(node, {});
    m_out += node.type == "orderedList" ? "<ol" : tasks ? "<ul data-type=\"taskList\"" : "<ul";
    if (node.type == "orderedList") moveIntegerAttr(m_out, rest, "start", "start");
    appendRest(m_out, rest);
    m_out += '>';
    for (const Node &item : node.content)
        listItem(item, tasks);
    m_out += node.type == "orderedList" ? "</ol>" : "</ul>";
    return true;
}

void HtmlPrinter::listItem(const Node &item, bool task) {
    Members rest = restAttrs(item, {});
    m_out += "<li";
    if (task) {
        const Value *value = find(rest, "checked");
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

bool HtmlPrinter::codeBlock(const Node &node) {
    for (const Node &part : node.content)
        if (part.type != "text" || !part.marks.empty() || !part.extra.empty()) return false;
    Members rest = restAttrs(node, {});
    const std::string_view language = stringAttr(node.attrs, "language");
    const bool plain = !language.empty() && language.find_first_of(" \t\n\r\f") == std::string_view::npos;
    if (plain) removeAttr(rest, "language");
    m_out += "<pre";
    appendRest(m_out, rest);
    m_out += "><code";
    if (plain) appendHtmlAttribute(m_out, "class", "language-" + std::string(language));
    m_out += '>';
    std::string text;
    for (const Node &part : node.content)
        text += part.text;
    codeText(text);
    m_out += "</code></pre>";
    return true;
}

/// Line feeds stand as they are unless a blank line, which would end the HTML, or a first one comes of them.
void HtmlPrinter::codeText(std::string_view text) {
    const bool coded = text.substr(0, 1) == "\n" || text.find("\n\n") != std::string_view::npos ||
                       text.find('\r') != std::string_view::npos || hasBlankLine(text);
    for (const char c : text) {
        if (c == '&')
            m_out += "&amp;";
        else if (c == '<')
            m_out += "&lt;";
        else if (c == '>')
            m_out += "&gt;";
        else if (c == '\r' || (c == '\n' && coded))
            appendReference(m_out, static_cast<unsigned char>(c));
        else
            m_out += c;
    }
}

bool HtmlPrinter::hasBlankLine(std::string_view text) {
    for (std::size_t at = text.find('\n'); at != std::string_view::npos; at = text.find('\n', at + 1)) {
        const std::size_t end = text.find_first_not_of(" \t", at + 1);
        if (end != std::string_view::npos && text[end] == '\n') return true;
    }
    return false;
}

bool HtmlPrinter::table(const Node &node) {
    if (!allChildren(node, "tableRow")) return false;
    for (const Node &row : node.content) {
        if (!row.extra.empty() || !row.marks.empty() ||
            (!row.content.empty() && !allChildren(row, "tableCell", "tableHeader")))
            return false;
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
        for (const Node &cell : row.content)
            tableCell(cell);
        m_out += "</tr>";
    }
    m_out += "</tbody></table>";
    return true;
}

void HtmlPrinter::tableCell(const Node &cell) {
    const std::string_view tag = cell.type == "tableHeader" ? "th" : "td";
    Members rest = restAttrs(cell, {});
    m_out += '<';
    m_out += tag;
    moveIntegerAttr(m_out, rest, "colspan", "colspan");
    moveIntegerAttr(m_out, rest, "rowspan", "rowspan");
    moveTextAttr(m_out, rest, "align", "align");
    moveTextAttr(m_out, rest, "backgroundColor", "data-background-color");
    moveTextAttr(m_out, rest, "backgroundColorName", "data-background-color-name");
    columnWidths(rest);
    appendRest(m_out, rest);
    m_out += '>';
    children(cell.content);
    m_out += "</";
    m_out += tag;
    m_out += '>';
}

void HtmlPrinter::columnWidths(Members &rest) {
    const Value *value = find(rest, "colwidth");
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

bool HtmlPrinter::columns(const Node &node) {
    if (!allChildren(node, "column")) return false;
    for (const Node &column : node.content)
        if (!column.extra.empty() || !column.marks.empty()) return false;
    Members rest = restAttrs(node, {});
    const std::string_view layout = stringAttr(node.attrs, "layout");
    m_out += "<div data-type=\"columns\"";
    appendHtmlAttribute(m_out, "data-layout", layout.empty() ? "two_equal" : layout);
    if (!layout.empty()) removeAttr(rest, "layout");
    moveTextAttr(m_out, rest, "widthMode", "data-width-mode");
    appendRest(m_out, rest);
    m_out += '>';
    for (const Node &column : node.content) {
        Members own = restAttrs(column, {});
        m_out += "<div data-type=\"column\"";
        if (const Value *width = find(own, "width")) numberAttr(own, *width);
        appendRest(m_out, own);
        m_out += '>';
        children(column.content);
        m_out += "</div>";
    }
    m_out += "</div>";
    return true;
}

void HtmlPrinter::numberAttr(Members &own, const Value &width) {
    std::string text;
    if (!std::holds_alternative<std::int64_t>(width) && !std::holds_alternative<Number>(width)) return;
    appendJson(text, width);
    appendHtmlAttribute(m_out, "data-width", text);
    removeAttr(own, "width");
}

std::string inlineHtml(const std::vector<Node> &content, const FootnotePlan *footnotes) {
    const InlineGroups groups = groupInline(content);
    std::string out;
    bool afterSpace = true;
    for (const InlineGroup &group : groups.groups) {
        for (auto mark = group.marks.rbegin(); mark != group.marks.rend(); ++mark)
            out += htmlForm(**mark).open;
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
        for (const Mark *mark : group.marks)
            out += htmlForm(*mark).close;
    }
    return out;
}

}  // namespace wikivault::markdown
