#include "engine/core/markdown/import_nodes.h"

#include "engine/core/markdown/inline_parser.h"
#include "engine/core/markdown/json.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>

namespace wikivault::markdown {

namespace {

Node noteNode(std::string_view name, Members attrs) {
    return makeNode(kNoteSign + std::string(name), std::move(attrs));
}

/// `<!--table {"colwidth":[200,null]}-->`: the width of each column goes to its cells.
void giveWidths(Node &table, const Members &attrs) {
    const Value *value = find(attrs, "colwidth");
    const auto *widths = value ? std::get_if<Array>(value) : nullptr;
    if (!widths) return;
    for (Node &row : table.content) {
        for (std::size_t i = 0; i < row.content.size() && i < widths->size(); ++i) {
            if (std::holds_alternative<std::nullptr_t>((*widths)[i])) continue;
            setMember(row.content[i].attrs, "colwidth", Array{(*widths)[i]});
        }
    }
}

/// Removes blanks that touch an image or the end: they stood around a block.
void trimRun(std::vector<Node> &run, bool before, bool after) {
    if (before && !run.empty() && run.front().type == "text") {
        std::string &text = run.front().text;
        text.erase(0, std::min(text.find_first_not_of(" \t"), text.size()));
        if (text.empty()) run.erase(run.begin());
    }
    if (after && !run.empty() && run.back().type == "text") {
        std::string &text = run.back().text;
        const std::size_t last = text.find_last_not_of(" \t");
        text.resize(last == std::string::npos ? 0 : last + 1);
        if (text.empty()) run.pop_back();
    }
    if (before && !run.empty() && run.front().type == "hardBreak") run.erase(run.begin());
    if (after && !run.empty() && run.back().type == "hardBreak") run.pop_back();
}

}  // namespace

Node makeNode(std::string type, Members attrs, std::vector<Node> content) {
    return {.type = std::move(type),
            .text = {},
            .attrs = std::move(attrs),
            .marks = {},
            .content = std::move(content),
            .extra = {}};
}

Node makeText(std::string text) {
    return {.type = "text", .text = std::move(text), .attrs = {}, .marks = {}, .content = {}, .extra = {}};
}

void appendTextBlocks(ImportedNodes &out, Node block, std::vector<Node> content) {
    const bool media =
        std::any_of(content.begin(), content.end(), [](const Node &node) { return isBlockMedia(node.type); });
    if (!media) {
        block.content = std::move(content);
        out.nodes.push_back(std::move(block));
        return;
    }
    std::vector<Node> run;
    bool afterMedia = false;
    const auto endRun = [&](bool beforeMedia) {
        trimRun(run, afterMedia, beforeMedia);
        if (!run.empty()) out.nodes.push_back(makeNode(block.type, block.attrs, std::move(run)));
        run.clear();
    };
    for (Node &node : content) {
        if (!isBlockMedia(node.type)) {
            run.push_back(std::move(node));
            continue;
        }
        endRun(true);
        if (!node.marks.empty()) out.lossy = true;
        node.marks.clear();
        out.nodes.push_back(std::move(node));
        afterMedia = true;
    }
    endRun(false);
}

std::string calloutType(std::string_view word, bool &known) {
    const std::string type = lowerAscii(word);
    known = true;
    for (const std::string_view live : {"default", "info", "note", "success", "warning", "danger"})
        if (type == live) return type;
    known = false;
    if (type == "tip") return "success";
    return type == "caution" ? "danger" : "info";
}

std::optional<Node> blockOfDirective(const Directive &directive, std::string_view comment) {
    const std::string &name = directive.name;
    if (name == "p") return makeNode("paragraph", directive.payload);
    if (name == "subpages") return makeNode("subpages", directive.payload);
    if (name == "pagebreak") return makeNode("pageBreak", directive.payload);
    if (name == "pageembed") return makeNode("pageEmbed", directive.payload);
    if (name == "transclusion") return makeNode("transclusionReference", directive.payload);
    for (const std::string_view note : {"empty", "item", "block", "table"})
        if (name == note) return noteNode(note, directive.payload);
    if (name != "node" || directive.payload.empty()) return std::nullopt;
    const std::size_t begin = comment.find('{'), end = comment.rfind('}');
    auto node = nodeFromJson(comment.substr(begin, end + 1 - begin));
    return node && !isNote(*node) ? std::optional(std::move(*node)) : std::nullopt;
}

bool isNote(const Node &node, std::string_view name) {
    if (node.type.empty() || node.type[0] != kNoteSign) return false;
    return name.empty() || std::string_view(node.type).substr(1) == name;
}

void settleNotes(ImportedNodes &children, Members *item) {
    const bool quiet =
        std::none_of(children.nodes.begin(), children.nodes.end(), [](const Node &node) { return isNote(node); });
    if (quiet) return;
    std::vector<Node> settled;
    Members attrs, table;
    bool empty = false;
    for (Node &node : children.nodes) {
        if (isNote(node, "item") && item)
            mergeMembers(*item, std::move(node.attrs));
        else if (isNote(node, "block"))
            mergeMembers(attrs, std::move(node.attrs));
        else if (isNote(node, "table"))
            table = std::move(node.attrs);
        else if (isNote(node, "empty"))
            empty = true;
        else if (isNote(node))
            children.lossy = children.lossy || !isNote(node, "nothing");
        if (isNote(node)) continue;
        if (node.type == "table") giveWidths(node, std::exchange(table, {}));
        mergeMembers(node.attrs, std::exchange(attrs, {}));
        settled.push_back(std::move(node));
    }
    if (settled.empty() && empty) settled.push_back(noteNode("empty", {}));
    children.lossy = children.lossy || !attrs.empty() || !table.empty();
    children.nodes = std::move(settled);
}

void fillItem(std::vector<Node> &content) {
    fillContainer(content);
    if (!content.empty() && content.front().type != "paragraph") content.insert(content.begin(), makeNode("paragraph"));
}

void fillContainer(std::vector<Node> &content) {
    if (content.size() == 1 && isNote(content.front(), "empty"))
        content.clear();
    else if (content.empty())
        content.push_back(makeNode("paragraph"));
}

}  // namespace wikivault::markdown
