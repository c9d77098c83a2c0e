#include "engine/core/markdown/import_nodes.h"

#include "engine/core/markdown/block_reader.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>
#include <optional>

namespace wikivault::markdown {

namespace {

constexpr std::size_t kPaddedCells = 65'536;  ///< short rows are filled up to this many cells in all

/// `[ ]` or `[x]` before white space or the end: whether it is checked.
std::optional<bool> taskBox(std::string_view text) {
    if (text.size() < 3 || text[0] != '[' || text[2] != ']' || (text.size() > 3 && !isSpaceChar(text[3])))
        return std::nullopt;
    if (text[1] == ' ') return false;
    return text[1] == 'x' || text[1] == 'X' ? std::optional(true) : std::nullopt;
}

std::vector<std::string_view> linesOf(std::string_view text) {
    std::vector<std::string_view> lines;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t end = std::min(text.find('\n', at), text.size());
        lines.push_back(text.substr(at, end - at));
        at = end + 1;
    }
    return lines;
}

std::string alignOf(std::string_view cell) {
    const bool left = cell.starts_with(':'), right = cell.ends_with(':');
    return left && right ? "center" : right ? "right" : left ? "left" : "";
}

/// A paragraph whose text is one comment for the importer, as it stands after a task box.
std::optional<Node> commentParagraph(std::string_view text) {
    text = trimmed(text);
    if (!text.starts_with("<!--") || commentLength(text, 0) != text.size()) return std::nullopt;
    const auto directive = parseDirective(text);
    return directive ? blockOfDirective(*directive, text) : std::nullopt;
}

}  // namespace

std::string_view withoutTrailingBlanks(std::string_view text) {
    while (!text.empty() && (isBlankChar(text.back()) || text.back() == '\n'))
        text.remove_suffix(1);
    return text;
}

std::size_t delimiterCells(std::string_view line) {
    if (line.find_first_not_of("|-: \t") != std::string_view::npos) return 0;
    const std::vector<std::string> cells = tableCells(line);
    for (const std::string &cell : cells) {
        std::string_view dashes = cell;
        if (dashes.starts_with(':')) dashes.remove_prefix(1);
        if (dashes.ends_with(':')) dashes.remove_suffix(1);
        if (dashes.empty() || dashes.find_first_not_of('-') != std::string_view::npos) return 0;
    }
    return cells.size();
}

std::vector<std::string> tableCells(std::string_view line) {
    line = trimmed(line);
    if (line.starts_with('|')) line.remove_prefix(1);
    std::vector<std::string> cells;
    std::string cell;
    std::size_t slashes = 0;
    const auto end = [&] {
        cells.emplace_back(trimmed(cell));
        cell.clear();
    };
    bool closed = false;
    for (const char c : line) {
        closed = c == '|' && slashes % 2 == 0;
        if (closed) {
            end();
        } else {
            if (c == '|') cell.pop_back();
            cell += c;
        }
        slashes = c == '\\' ? slashes + 1 : 0;
    }
    if (!closed || cells.empty()) end();
    return cells;
}

ImportedNodes BlockImport::list(const std::vector<std::uint32_t> &items) {
    const BlockEntry &first = m_tree.blocks[items.front()];
    const bool tasks = std::all_of(items.begin(), items.end(), [&](std::uint32_t at) {
        const std::uint32_t child = m_tree.blocks[at].firstChild;
        return child != BlockEntry::none && m_tree.blocks[child].kind == BlockKind::Paragraph &&
               taskBox(m_tree.blocks[child].text);
    });
    Node list = makeNode(tasks ? "taskList" : first.ordered ? "orderedList" : "bulletList");
    if (!tasks && first.ordered && first.number != 1)
        list.attrs.emplace_back("start", static_cast<std::int64_t>(first.number));
    ImportedNodes out;
    for (const std::uint32_t at : items)
        list.content.push_back(item(at, tasks, out.lossy));
    out.nodes.push_back(std::move(list));
    return out;
}

Node BlockImport::item(std::uint32_t at, bool task, bool &lossy) {
    Node node = makeNode(task ? "taskItem" : "listItem");
    ImportedNodes inner;
    std::vector<Run> all = runs(at, task);
    if (task) node.attrs.emplace_back("checked", *taskBox(m_tree.blocks[m_tree.blocks[at].firstChild].text));
    for (Run &run : all) {
        inner.lossy = inner.lossy || run.imported.lossy;
        std::move(run.imported.nodes.begin(), run.imported.nodes.end(), std::back_inserter(inner.nodes));
    }
    settleNotes(inner, &node.attrs);
    lossy = lossy || inner.lossy;
    node.content = std::move(inner.nodes);
    fillItem(node.content);
    return node;
}

/// The paragraph that begins a task item, without its box.
ImportedNodes BlockImport::taskParagraph(const BlockEntry &entry) {
    std::string_view text = std::string_view(entry.text).substr(3);
    while (!text.empty() && isBlankChar(text.front()))
        text.remove_prefix(1);
    if (auto node = commentParagraph(text)) return {{std::move(*node)}, entry.lossy};
    ImportedNodes out = textBlock(makeNode("paragraph"), withoutTrailingBlanks(text));
    out.lossy = out.lossy || entry.lossy;
    return out;
}

ImportedNodes BlockImport::table(const BlockEntry &entry) {
    const std::vector<std::string_view> lines = linesOf(entry.text);
    const std::vector<std::string> delimiters = tableCells(lines[1]);
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < lines.size(); ++i)
        if (i != 1) rows.push_back(tableCells(lines[i]));
    std::size_t columns = delimiters.size();
    for (const auto &row : rows)
        columns = std::max(columns, row.size());
    std::size_t padding = kPaddedCells;
    Node table = makeNode("table");
    ImportedNodes out;
    for (std::size_t i = 0; i < rows.size(); ++i) {
        Node row = makeNode("tableRow");
        const std::size_t missing = std::min(columns - rows[i].size(), padding);
        padding -= missing;
        rows[i].resize(rows[i].size() + missing);
        for (std::size_t column = 0; column < rows[i].size(); ++column) {
            ImportedNodes content = textBlock(makeNode("paragraph"), rows[i][column]);
            out.lossy = out.lossy || content.lossy;
            Node cell = makeNode(i == 0 ? "tableHeader" : "tableCell", {}, std::move(content.nodes));
            std::string align = column < delimiters.size() ? alignOf(delimiters[column]) : std::string();
            if (!align.empty()) cell.attrs.emplace_back("align", std::move(align));
            row.content.push_back(std::move(cell));
        }
        table.content.push_back(std::move(row));
    }
    out.nodes.push_back(std::move(table));
    return out;
}

}  // namespace wikivault::markdown
