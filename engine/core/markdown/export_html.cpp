#include "engine/core/markdown/export_html.h"

#include "engine/core/markdown/escape.h"
#include "engine/core/markdown/export_blocks.h"
#include "engine/core/markdown/export_footnotes.h"
#include "engine/core/markdown/json.h"
#include "engine/core/markdown/text_scan.h"

#include <QByteArray>
#include <algorithm>

namespace wikivault::markdown {
namespace {

/// Deeper content inside raw HTML is written as an opaque node, for the sake of the readers' stacks.
constexpr int kMaxHtmlDepth = 300;

}  // namespace

void removeAttr(Members &rest, std::string_view name) {
    std::erase_if(rest, [name](const auto &attr) { return attr.first == name; });
}

void moveTextAttr(std::string &out, Members &rest, std::string_view name, std::string_view html) {
    const Value *value = find(rest, name);
    const auto *text = value ? std::get_if<std::string>(value) : nullptr;
    if (!text) return;
    appendHtmlAttribute(out, html, *text);
    removeAttr(rest, name);
}

void moveIntegerAttr(std::string &out, Members &rest, std::string_view name, std::string_view html) {
    const Value *value = find(rest, name);
    const auto *number = value ? std::get_if<std::int64_t>(value) : nullptr;
    if (!number || *number < 0) return;
    appendHtmlAttribute(out, html, std::to_string(*number));
    removeAttr(rest, name);
}

bool haveOnlyContent(const std::vector<Node> &nodes) {
    return std::all_of(nodes.begin(), nodes.end(),
                       [](const Node &node) { return node.extra.empty() && node.marks.empty(); });
}

void HtmlPrinter::blocks(const std::vector<Node> &nodes) {
    for (const Node &node : nodes)
        block(node);
}

void HtmlPrinter::block(const Node &node) {
    ++m_depth;
    if (m_depth > kMaxHtmlDepth || !node.marks.empty() || !node.extra.empty() || !known(node)) opaque(node);
    --m_depth;
}

void HtmlPrinter::opaque(const Node &node) {
    std::string json;
    appendJson(json, node);
    m_out += "<div";
    appendHtmlAttribute(m_out, "data-node", json);
    m_out += "></div>";
}

bool HtmlPrinter::known(const Node &node) {
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

bool HtmlPrinter::element(std::string_view open, const Node &node, std::initializer_list<std::string_view> written,
                          std::string_view close) {
    m_out += open;
    appendRest(m_out, restAttrs(node, written));
    m_out += '>';
    m_out += close;
    return true;
}

bool HtmlPrinter::container(const Node &node, std::string_view open, std::string_view close) {
    m_out += open;
    appendRest(m_out, restAttrs(node, {}));
    m_out += '>';
    children(node.content);
    m_out += close;
    return true;
}

void HtmlPrinter::children(const std::vector<Node> &nodes) {
    if (nodes.empty())
        m_out += "<!--empty-->";
    else
        blocks(nodes);
}

bool HtmlPrinter::textBlock(const Node &node, const std::string &tag) {
    Members rest = restAttrs(node, {"level"});
    m_out += '<' + tag;
    const std::string_view align = stringAttr(node.attrs, "textAlign");
    const bool word =
        !align.empty() && std::all_of(align.begin(), align.end(), [](char c) { return isAlnumChar(c) || c == '-'; });
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

bool HtmlPrinter::heading(const Node &node) {
    const Value *value = find(node.attrs, "level");
    const auto *level = value ? std::get_if<std::int64_t>(value) : nullptr;
    if (value && (!level || *level < 1 || *level > 6)) return false;
    return textBlock(node, "h" + std::to_string(level ? *level : 1));
}

bool HtmlPrinter::callout(const Node &node) {
    Members rest = restAttrs(node, {});
    m_out += "<div data-type=\"callout\"";
    const std::string_view type = stringAttr(node.attrs, "type");
    appendHtmlAttribute(m_out, "data-callout-type", type.empty() ? "info" : type);
    if (!type.empty()) removeAttr(rest, "type");
    appendRest(m_out, rest);
    m_out += '>';
    children(node.content);
    m_out += "</div>";
    return true;
}

bool HtmlPrinter::details(const Node &node) {
    const bool shaped = node.content.size() == 2 && node.content[0].type == "detailsSummary" &&
                        node.content[1].type == "detailsContent" && node.content[0].extra.empty() &&
                        node.content[1].extra.empty();
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

bool HtmlPrinter::mathBlock(const Node &node) {
    const Value *value = find(node.attrs, "text");
    if (!node.content.empty() || (value && !std::holds_alternative<std::string>(*value))) return false;
    m_out += "<div data-type=\"mathBlock\" data-katex=\"true\"";
    appendHtmlAttribute(m_out, "text", stringAttr(node.attrs, "text"));
    return element("", node, {"text"}, "</div>");
}

bool HtmlPrinter::transclusion(const Node &node) {
    Members rest = restAttrs(node, {});
    m_out += "<div data-type=\"transclusionSource\"";
    moveTextAttr(m_out, rest, "id", "data-id");
    appendRest(m_out, rest);
    m_out += '>';
    children(node.content);
    m_out += "</div>";
    return true;
}

bool HtmlPrinter::htmlEmbed(const Node &node) {
    const Value *value = find(node.attrs, "source");
    if (!node.content.empty() || (value && !std::holds_alternative<std::string>(*value))) return false;
    const std::string_view source = stringAttr(node.attrs, "source");
    // The set that JavaScript's encodeURIComponent leaves alone.
    const QByteArray encoded =
        QByteArray(source.data(), static_cast<qsizetype>(source.size())).toPercentEncoding("!'()*").toBase64();
    Members rest = restAttrs(node, {"source"});
    m_out += "<div data-type=\"htmlEmbed\"";
    appendHtmlAttribute(m_out, "data-source",
                        std::string_view(encoded.constData(), static_cast<std::size_t>(encoded.size())));
    moveIntegerAttr(m_out, rest, "height", "data-height");
    appendRest(m_out, rest);
    m_out += "></div>";
    return true;
}

void appendHtmlBlock(std::string &out, const Node &node, const FootnotePlan &footnotes) {
    HtmlPrinter(out, footnotes).block(node);
}

}  // namespace wikivault::markdown
