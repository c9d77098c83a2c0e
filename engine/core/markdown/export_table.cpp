#include "engine/core/markdown/canonical.h"
#include "engine/core/markdown/escape.h"
#include "engine/core/markdown/export_blocks.h"

#include <algorithm>

namespace wikivault::markdown {
namespace {

bool hasOnlyAttrs(const Node &cell, std::initializer_list<std::string_view> names) {
    return restAttrs(cell, names).empty();
}

/// The width of a single column, or null; a cell over several columns has a list of them.
const Value *columnWidth(const Node &cell) {
    static const Value kUnpaired(nullptr);
    const Value *value = find(cell.attrs, "colwidth");
    if (!value || std::holds_alternative<std::nullptr_t>(*value)) return &kUnpaired;
    const auto *widths = std::get_if<Array>(value);
    return widths && widths->size() == 1 && std::holds_alternative<std::int64_t>(widths->front()) ? &widths->front()
                                                                                                  : nullptr;
}

std::string_view alignOf(const Node &cell) {
    return stringAttr(cell.attrs, "align");
}

bool isWritableAlign(std::string_view align) {
    return align.empty() || align == "left" || align == "center" || align == "right";
}

bool isSimpleCell(const Node &cell) {
    const bool one = cell.content.size() == 1 && cell.content.front().type == "paragraph";
    if (!one || !cell.extra.empty() || !cell.marks.empty() || !hasOnlyAttrs(cell, {"align", "colwidth"})) return false;
    const Node &paragraph = cell.content.front();
    if (!paragraph.extra.empty() || !paragraph.marks.empty()) return false;
    if (paragraph.content.empty() && !restAttrs(paragraph, {}).empty()) return false;
    const Value *align = find(cell.attrs, "align");
    const bool typed =
        !align || std::holds_alternative<std::string>(*align) || std::holds_alternative<std::nullptr_t>(*align);
    const bool empty = align && *align == Value(std::string());
    return typed && !empty && isWritableAlign(alignOf(cell)) && columnWidth(cell);
}

bool isSimpleRow(const Node &row, const Node &header, std::string_view cellType) {
    if (!row.extra.empty() || !row.marks.empty() || !hasOnlyAttrs(row, {})) return false;
    if (row.content.size() != header.content.size()) return false;
    for (std::size_t i = 0; i < row.content.size(); ++i) {
        const Node &cell = row.content[i], &top = header.content[i];
        if (cell.type != cellType || !isSimpleCell(cell)) return false;
        if (alignOf(cell) != alignOf(top) || *columnWidth(cell) != *columnWidth(top)) return false;
    }
    return true;
}

bool isSimpleTable(const Node &table) {
    const Node &header = table.content.front();
    if (header.content.empty()) return false;
    for (std::size_t i = 0; i < table.content.size(); ++i)
        if (!isSimpleRow(table.content[i], header, i == 0 ? "tableHeader" : "tableCell")) return false;
    return true;
}

bool appendCell(std::string &out, const Node &cell, const InlineContext &context) {
    const Node &paragraph = cell.content.front();
    if (paragraph.content.empty()) {
        out += "  |";
        return true;
    }
    std::string tail;
    if (const Members rest = restAttrs(paragraph, {}); !rest.empty()) {
        std::string comment;
        appendComment(comment, "attrs", rest);
        tail += ' ';
        for (const char c : comment)
            c == '|' ? tail += "\\u007c" : tail += c;
    }
    InlineContext place = context;
    place.tail = tail;
    const auto text = inlineMarkdown(paragraph.content, place);
    if (!text) return false;
    out += ' ' + *text + tail + " |";
    return true;
}

void appendDelimiterRow(std::string &out, const Node &header) {
    out += "\n|";
    for (const Node &cell : header.content) {
        const std::string_view align = alignOf(cell);
        out += align == "left" ? " :-- |" : align == "center" ? " :-: |" : align == "right" ? " --: |" : " --- |";
    }
}

/// `<!--table {"colwidth":[…]}-->` if any column has a width.
void appendWidths(std::string &out, const Node &header) {
    Array widths;
    bool any = false;
    for (const Node &cell : header.content) {
        widths.push_back(*columnWidth(cell));
        any = any || !std::holds_alternative<std::nullptr_t>(widths.back());
    }
    if (!any) return;
    Members members;
    members.emplace_back("colwidth", Value(std::move(widths)));
    appendComment(out, "table", members);
    out += "\n\n";
}

}  // namespace

std::optional<std::string> gfmTable(const Node &table, const InlineContext &context) {
    if (table.content.empty() || !isSimpleTable(table)) return std::nullopt;
    std::string out;
    appendWidths(out, table.content.front());
    for (std::size_t i = 0; i < table.content.size(); ++i) {
        if (i) out += '\n';
        out += '|';
        for (const Node &cell : table.content[i].content)
            if (!appendCell(out, cell, context)) return std::nullopt;
        if (i == 0) appendDelimiterRow(out, table.content.front());
    }
    return out;
}

}  // namespace wikivault::markdown
