#include "engine/core/markdown/html_entities.h"
#include "engine/core/markdown/html_inline.h"
#include "engine/core/markdown/import_nodes.h"
#include "engine/core/markdown/json.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>
#include <charconv>

namespace wikivault::markdown {

namespace {

std::optional<std::int64_t> integerIn(std::string_view text) {
    std::int64_t number = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), number);
    return end.ec == std::errc() && end.ptr == text.data() + text.size() ? std::optional(number) : std::nullopt;
}

void copyInteger(const HtmlTag &tag, std::string_view html, Members &attrs, std::string_view name, std::int64_t usual) {
    const auto number = integerIn(tag.attr(html));
    if (number && *number != usual) attrs.emplace_back(std::string(name), *number);
}

void copyAlign(const HtmlTag &tag, Members &attrs, std::string_view name) {
    std::string align = tag.style("text-align");
    if (align.empty()) align = tag.attr("align");
    if (!align.empty()) attrs.emplace_back(std::string(name), std::move(align));
}

Members textBlockAttrs(const HtmlTag &tag) {
    Members attrs;
    copyAlign(tag, attrs, "textAlign");
    copyInteger(tag, "data-indent", attrs, "indent", 0);
    mergeDataAttrs(tag, attrs);
    return attrs;
}

std::string languageOf(const HtmlTag &code) {
    for (std::string_view rest = code.attr("class"); !rest.empty();) {
        const std::size_t end = std::min(rest.find(' '), rest.size());
        if (rest.starts_with("language-")) return std::string(rest.substr(9, end - 9));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return {};
}

bool onlyBlank(const std::vector<HtmlNode> &html) {
    return std::all_of(html.begin(), html.end(),
                       [](const HtmlNode &node) { return node.kind == HtmlNode::Kind::Text && isBlank(node.text); });
}

}  // namespace

/// A paragraph, heading …: its inline content, or what blocks stand in it.
void HtmlImport::addTextBlock(HtmlNode &element, Node block) {
    flush();
    HtmlImport import(m_context, m_noteDepth);
    import.addAll(element.children);
    import.endRun();
    if (import.m_out.nodes.empty()) {
        m_out.lossy = m_out.lossy || import.m_out.lossy;
        appendTextBlocks(m_out, std::move(block), std::move(import.m_run));
        return;
    }
    import.flush();
    m_out.lossy = true;
    for (Node &node : import.m_out.nodes)
        append(std::move(node));
}

void HtmlImport::addContainer(HtmlNode &element, Node node) {
    flush();
    mergeDataAttrs(element.tag, node.attrs);
    ImportedNodes children{inner(element.children), false};
    settleNotes(children, nullptr);
    m_out.lossy = m_out.lossy || children.lossy;
    node.content = std::move(children.nodes);
    if (node.type == "detailsContent" && node.content.empty()) return append(std::move(node));
    fillContainer(node.content);
    append(std::move(node));
}

void HtmlImport::addElement(HtmlNode &element) {
    const std::string &name = element.tag.name;
    if (name == "p") return addTextBlock(element, makeNode("paragraph", textBlockAttrs(element.tag)));
    if (name.size() == 2 && name[0] == 'h' && name[1] >= '1' && name[1] <= '6') {
        Members attrs{{"level", std::int64_t{name[1] - '0'}}};
        mergeMembers(attrs, textBlockAttrs(element.tag));
        return addTextBlock(element, makeNode("heading", std::move(attrs)));
    }
    if (name == "ul" || name == "ol") return addList(element);
    if (name == "pre") return addPre(element);
    if (name == "div" || name == "section") return addDiv(element);
    if (name == "table") return addTable(element);
    if (name == "details") return addDetails(element);
    if (name == "blockquote") return addContainer(element, makeNode("blockquote"));
    if (name == "video" || name == "audio") return addMedia(element, name);
    flush();
    if (name == "hr") {
        append(makeNode("horizontalRule"));
        return mergeDataAttrs(element.tag, m_out.nodes.back().attrs);
    }
    if (name == "script" || name == "style" || name == "iframe" || name == "svg" || name == "math" ||
        name == "template" || name == "input")
        return addHtmlSource(element);
    m_out.lossy = true;
    addAll(element.children);
    flush();
}

/// An element the wiki has no node for is shown as its own source.
void HtmlImport::addHtmlSource(HtmlNode &element) {
    m_out.lossy = true;
    std::string source = "<" + element.tag.name;
    for (const auto &[name, value] : element.tag.attrs) {
        source += ' ' + name;
        if (!value.empty()) source += "=\"" + value + '"';
    }
    source += ">" + htmlSource(element);
    if (!isVoidElement(element.tag.name)) source += "</" + element.tag.name + ">";
    append(makeNode("codeBlock", {{"language", "html"}}, {makeText(std::move(source))}));
}

void HtmlImport::addPre(HtmlNode &element) {
    flush();
    Node block = makeNode("codeBlock");
    const HtmlNode *code =
        element.children.size() == 1 && element.children[0].is("code") ? &element.children[0] : nullptr;
    m_out.lossy = m_out.lossy || !code;
    std::string language = code ? languageOf(code->tag) : std::string();
    if (!language.empty()) block.attrs.emplace_back("language", std::move(language));
    mergeDataAttrs(element.tag, block.attrs);
    std::string text = htmlSource(element);
    if (text.starts_with('\n')) text.erase(0, 1);
    if (!text.empty()) block.content.push_back(makeText(decodeReferences(text)));
    append(std::move(block));
}

void HtmlImport::addList(HtmlNode &element) {
    flush();
    const auto isTask = [](const HtmlNode &item) {
        return item.tag.attr("data-type") == "taskItem" || (!item.children.empty() && item.children[0].is("input") &&
                                                            item.children[0].tag.attr("type") == "checkbox");
    };
    std::vector<HtmlNode *> items;
    for (HtmlNode &child : element.children) {
        if (child.is("li"))
            items.push_back(&child);
        else if (child.kind != HtmlNode::Kind::Text || !isBlank(child.text))
            m_out.lossy = true;
    }
    const bool tasks =
        !items.empty() && std::all_of(items.begin(), items.end(), [&](const HtmlNode *item) { return isTask(*item); });
    Node list = makeNode(tasks ? "taskList" : element.tag.name == "ol" ? "orderedList" : "bulletList");
    if (element.tag.name == "ol") {
        copyInteger(element.tag, "start", list.attrs, "start", 1);
        copyAttrs(element.tag, list.attrs, {{"type", "type"}});
    }
    mergeDataAttrs(element.tag, list.attrs);
    for (HtmlNode *item : items) {
        Node node = makeNode(tasks ? "taskItem" : "listItem");
        bool checked = item->tag.attr("data-checked") == "true";
        if (tasks && item->children[0].is("input")) {
            checked = item->children[0].tag.has("checked");
            item->children.erase(item->children.begin());
            m_out.lossy = true;
        }
        if (tasks) node.attrs.emplace_back("checked", checked);
        mergeDataAttrs(item->tag, node.attrs);
        ImportedNodes children{inner(item->children), false};
        settleNotes(children, &node.attrs);
        node.content = std::move(children.nodes);
        fillItem(node.content);
        list.content.push_back(std::move(node));
    }
    if (!list.content.empty()) append(std::move(list));
}

void HtmlImport::addDetails(HtmlNode &element) {
    flush();
    Node summary = makeNode("detailsSummary"), content = makeNode("detailsContent");
    std::vector<HtmlNode> rest;
    bool found = false;
    for (HtmlNode &child : element.children) {
        if (found || !child.is("summary")) {
            rest.push_back(std::move(child));
            continue;
        }
        found = true;
        HtmlImport import(m_context, m_noteDepth);
        import.addAll(child.children);
        import.endRun();
        summary.content = std::move(import.m_run);
        mergeDataAttrs(child.tag, summary.attrs);
        settleNotes(import.m_out, nullptr);
        m_out.lossy = m_out.lossy || import.m_out.lossy || !import.m_out.nodes.empty();
        for (Node &node : import.m_out.nodes)
            content.content.push_back(std::move(node));
    }
    m_out.lossy = m_out.lossy || !found;
    std::erase_if(rest, [](const HtmlNode &node) { return node.kind == HtmlNode::Kind::Text && isBlank(node.text); });
    if (rest.size() == 1 && rest[0].is("div") && rest[0].tag.attr("data-type") == "detailsContent") {
        mergeDataAttrs(rest[0].tag, content.attrs);
        rest = std::vector<HtmlNode>(std::move(rest[0].children));
    }
    ImportedNodes children{inner(rest), false};
    settleNotes(children, nullptr);
    if (children.nodes.size() == 1 && isNote(children.nodes[0], "empty")) children.nodes.clear();
    std::move(children.nodes.begin(), children.nodes.end(), std::back_inserter(content.content));
    Node details = makeNode("details");
    if (element.tag.has("open")) details.attrs.emplace_back("open", true);
    mergeDataAttrs(element.tag, details.attrs);
    details.content = {std::move(summary), std::move(content)};
    append(std::move(details));
}

void HtmlImport::addTable(HtmlNode &element) {
    flush();
    Node table = makeNode("table");
    mergeDataAttrs(element.tag, table.attrs);
    const bool ours = element.children.size() == 1 && element.children[0].is("tbody");
    m_out.lossy = m_out.lossy || !ours;
    addRows(element, table);
    if (!table.content.empty()) append(std::move(table));
}

void HtmlImport::addRows(HtmlNode &part, Node &table) {
    for (HtmlNode &child : part.children) {
        if (child.is("tr"))
            addRow(child, table);
        else if (child.is("tbody") || child.is("thead") || child.is("tfoot"))
            addRows(child, table);
        else if (child.kind != HtmlNode::Kind::Text || !isBlank(child.text))
            add(child);  // a caption: before the table
    }
}

void HtmlImport::addRow(HtmlNode &row, Node &table) {
    Node node = makeNode("tableRow");
    mergeDataAttrs(row.tag, node.attrs);
    for (HtmlNode &child : row.children) {
        if (!child.is("td") && !child.is("th")) {
            if (child.kind != HtmlNode::Kind::Text || !isBlank(child.text)) m_out.lossy = true;
            continue;
        }
        Node cell = makeNode(child.is("th") ? "tableHeader" : "tableCell");
        copyInteger(child.tag, "colspan", cell.attrs, "colspan", 1);
        copyInteger(child.tag, "rowspan", cell.attrs, "rowspan", 1);
        copyAlign(child.tag, cell.attrs, "align");
        copyAttrs(
            child.tag, cell.attrs,
            {{"data-background-color", "backgroundColor"}, {"data-background-color-name", "backgroundColorName"}});
        if (child.tag.has("colwidth"))
            if (auto widths = valueFromJson('[' + std::string(child.tag.attr("colwidth")) + ']'))
                cell.attrs.emplace_back("colwidth", std::move(*widths));
        mergeDataAttrs(child.tag, cell.attrs);
        ImportedNodes children{inner(child.children), false};
        settleNotes(children, nullptr);
        m_out.lossy = m_out.lossy || children.lossy || onlyBlank(child.children);
        cell.content = std::move(children.nodes);
        fillContainer(cell.content);
        node.content.push_back(std::move(cell));
    }
    table.content.push_back(std::move(node));
}

}  // namespace wikivault::markdown
