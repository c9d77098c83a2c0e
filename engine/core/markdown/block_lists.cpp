#include "engine/core/markdown/block_parser.h"
#include "engine/core/markdown/html_tag.h"
#include "engine/core/markdown/inline_parser.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>

namespace wikivault::markdown {

namespace {

/// `[ ]` or `[x]` before white space or the end: whether it is checked.
std::optional<bool> taskBox(std::string_view text) {
    if (text.size() < 3 || text[0] != '[' || text[2] != ']' || (text.size() > 3 && !isBlankChar(text[3])))
        return std::nullopt;
    if (text[1] == ' ') return false;
    if (text[1] == 'x' || text[1] == 'X') return true;
    return std::nullopt;
}

std::string_view itemText(std::string_view line, const ListMarker &marker) {
    return marker.isEmpty ? std::string_view() : stripped(line).substr(marker.family == '-' ? 1 : stripped(line).find(marker.sign) + 1);
}

/// `<!--item {…}-->` as the last child speaks of the item.
void takeItemAttrs(Node &item) {
    if (item.content.empty() || item.content.back().type != "itemAttrs") return;
    Members attrs = std::move(item.content.back().attrs);
    item.content.pop_back();
    mergeMembers(item.attrs, std::move(attrs));
    if (item.content.empty()) item.content.push_back(makeNode("paragraph"));
}

std::vector<std::string> tableCells(std::string_view row) {
    row = stripped(row);
    if (row.starts_with('|')) row.remove_prefix(1);
    std::vector<std::string> cells(1);
    bool closed = false;
    for (std::size_t i = 0; i < row.size(); ++i) {
        closed = false;
        if (row[i] == '\\' && i + 1 < row.size()) {
            if (row[i + 1] != '|') cells.back().push_back('\\');
            cells.back().push_back(row[++i]);
        } else if (row[i] == '|') {
            cells.emplace_back();
            closed = true;
        } else {
            cells.back().push_back(row[i]);
        }
    }
    if (closed) cells.pop_back();
    return cells;
}

/// The alignment of each column, or nothing when `line` is no delimiter row.
std::optional<std::vector<std::string>> delimiterRow(std::string_view line) {
    if (indentOf(line) > 3 || line.find('-') == std::string_view::npos || line.find_first_not_of("|-: \t") != std::string_view::npos)
        return std::nullopt;
    std::vector<std::string> aligns;
    for (const std::string &raw : tableCells(line)) {
        const std::string_view cell = stripped(raw);
        const std::size_t dashes = static_cast<std::size_t>(std::count(cell.begin(), cell.end(), '-'));
        const bool left = cell.starts_with(':'), right = cell.size() > 1 && cell.ends_with(':');
        if (dashes == 0 || dashes + (left ? 1 : 0) + (right ? 1 : 0) != cell.size()) return std::nullopt;
        aligns.emplace_back(left && right ? "center" : right ? "right" : left ? "left" : "");
    }
    return aligns;
}

}  // namespace

Node BlockParser::listItem(const ListMarker &marker, bool task) {
    BodyLines inner;
    BodyLine first = m_lines[m_at];
    const std::string whole = dedented(first.text, 0);
    const std::size_t markerEnd = whole.size() - itemText(whole, marker).size();
    first.text = marker.isEmpty ? std::string() : dedented(whole.substr(std::min(markerEnd, whole.size())), 1);
    if (!marker.isEmpty) {
        const std::size_t extra = marker.content - indentOf(whole) - (stripped(whole).size() - itemText(whole, marker).size());
        first.text = dedented(itemText(whole, marker), extra);
    }
    inner.push_back(first);
    bool blankBefore = false;
    std::size_t blanksAt = 0;
    for (++m_at; m_at < m_lines.size(); ++m_at) {
        BodyLine at = m_lines[m_at];
        if (stripped(at.text).empty()) {
            if (!blankBefore) blanksAt = inner.size();
            blankBefore = true;
            at.text.clear();
            inner.push_back(at);
            continue;
        }
        if (indentOf(at.text) >= marker.content) {
            at.text = dedented(at.text, marker.content);
        } else if (blankBefore || listMarker(at.text).family != 0 || interruptsParagraph(m_at)) {
            break;
        } else {
            at.lazy = true;
        }
        blankBefore = false;
        inner.push_back(at);
    }
    if (blankBefore) {
        m_at -= inner.size() - blanksAt;
        inner.resize(blanksAt);
    }
    Node item = makeNode(task ? "taskItem" : "listItem");
    if (task) {
        const bool checked = taskBox(inner.front().text).value_or(false);
        inner.front().text = dedented(std::string_view(inner.front().text).substr(3), 1);
        setMember(item.attrs, "checked", checked);
    }
    item.content = children(inner);
    takeItemAttrs(item);
    return item;
}

std::vector<Node> BlockParser::list(const ListMarker &first) {
    const std::size_t start = m_at;
    bool allTasks = true;
    const auto belongs = [&](const ListMarker &m) { return m.family == first.family && m.sign == first.sign; };
    const auto items = [&](bool task) {
        std::vector<Node> nodes;
        for (m_at = start; m_at < m_lines.size();) {
            std::size_t at = m_at;
            while (at < m_lines.size() && blank(at)) ++at;
            const ListMarker marker = at < m_lines.size() ? listMarker(line(at)) : ListMarker{};
            if (marker.family == 0 || !belongs(marker)) break;
            m_at = at;
            allTasks = allTasks && taskBox(stripped(itemText(line(at), marker))).has_value();
            nodes.push_back(listItem(marker, task));
        }
        return nodes;
    };
    std::vector<Node> nodes = items(false);
    if (allTasks) return {makeNode("taskList", items(true))};
    Node list = makeNode(first.family == '-' ? "bulletList" : "orderedList", std::move(nodes));
    if (first.family == '1') setMember(list.attrs, "start", first.number);
    return {list};
}

std::vector<Node> BlockParser::details() {
    const std::size_t begin = m_at;
    std::string html;
    std::size_t end = m_at;
    int open = 0;
    for (; end < m_lines.size(); ++end) {
        const std::string_view start = stripped(line(end));
        if (start.starts_with("<details")) ++open;
        if (start.ends_with("</details>") && --open == 0) break;
    }
    if (end == m_lines.size()) return paragraph();
    const auto tag = parseTag(stripped(line(begin)), 0);
    Node block = makeNode("details");
    if (tag && tag->has("open")) setMember(block.attrs, "open", true);
    BodyLines inner(m_lines.begin() + static_cast<std::ptrdiff_t>(begin) + 1, m_lines.begin() + static_cast<std::ptrdiff_t>(end));
    std::string summary;
    if (!inner.empty() && stripped(inner.front().text).starts_with("<summary>")) {
        const std::string_view text = stripped(inner.front().text);
        const std::size_t close = text.find("</summary>");
        summary = text.substr(9, close == std::string_view::npos ? close : close - 9);
        inner.erase(inner.begin());
    }
    m_at = end + 1;
    block.content.push_back(makeNode("detailsSummary", parseInline(summary, m_context).nodes));
    block.content.push_back(makeNode("detailsContent", children(inner)));
    return {block};
}

std::vector<Node> BlockParser::comment() {
    std::string text(stripped(line(m_at)));
    const auto directive = parseDirective(text);
    if (!directive) {
        if (commentLength(text, 0) != text.size() || stripped(text.substr(4, text.size() - 7)) != "") return paragraph();
        ++m_at;
        return {};
    }
    const std::string &name = directive->name;
    if (name == "p") {
        ++m_at;
        return {makeNode("paragraph", {}, directive->payload)};
    }
    if (name == "item") {
        ++m_at;
        return {makeNode("itemAttrs", {}, directive->payload)};
    }
    if (name == "block") {
        ++m_at;
        m_attrs = directive->payload;
        return {};
    }
    if (name == "subpages" || name == "pagebreak" || name == "pageembed" || name == "transclusion") {
        ++m_at;
        const std::string type = name == "pagebreak"   ? "pageBreak"
                                 : name == "pageembed" ? "pageEmbed"
                                 : name == "subpages"  ? "subpages"
                                                       : "transclusionReference";
        return {makeNode(type, {}, directive->payload)};
    }
    if (name == "node") {
        const std::size_t json = text.find('{');
        const std::size_t end = text.rfind("-->");
        auto node = fromJson(text.substr(json, end - json));
        if (!node) return paragraph();
        ++m_at;
        return {std::move(*node)};
    }
    return paragraph();
}

std::size_t BlockParser::tableColumns(std::size_t at) const {
    if (at + 1 >= m_lines.size() || line(at).find('|') == std::string::npos || indentOf(line(at)) > 3) return 0;
    const auto aligns = delimiterRow(line(at + 1));
    if (!aligns || tableCells(line(at)).size() != aligns->size()) return 0;
    return aligns->size();
}

std::vector<Node> BlockParser::table(std::size_t columns) {
    const std::vector<std::string> aligns = *delimiterRow(line(m_at + 1));
    Node table = makeNode("table");
    const auto addRow = [&](const std::string &text, const char *cellType) {
        std::vector<std::string> cells = tableCells(text);
        cells.resize(std::max(columns, cells.size()));
        Node row = makeNode("tableRow");
        for (std::size_t i = 0; i < cells.size(); ++i) {
            Node cell = makeNode(cellType, textBlock(makeNode("paragraph"), std::string(stripped(cells[i]))));
            if (i < aligns.size() && !aligns[i].empty()) setMember(cell.attrs, "align", aligns[i]);
            row.content.push_back(std::move(cell));
        }
        table.content.push_back(std::move(row));
    };
    addRow(line(m_at), "tableHeader");
    for (m_at += 2; m_at < m_lines.size() && !blank(m_at) && !interruptsParagraph(m_at); ++m_at)
        addRow(line(m_at), "tableCell");
    return {table};
}

}  // namespace wikivault::markdown
