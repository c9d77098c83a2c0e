#include "engine/core/markdown/export_blocks.h"

#include "engine/core/markdown/canonical.h"
#include "engine/core/markdown/escape.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>
#include <array>

namespace wikivault::markdown {
namespace {

constexpr std::array<std::string_view, 6> kCalloutTypes = {"default", "info", "note", "success", "warning", "danger"};
constexpr std::int64_t kMaxListNumber = 999'999'999;

std::int64_t integerAttr(const Node &node, std::string_view name, std::int64_t fallback) {
    const Value *value = find(node.attrs, name);
    const auto *number = value ? std::get_if<std::int64_t>(value) : nullptr;
    return number ? *number : fallback;
}

bool isTrue(const Node &node, std::string_view name) {
    const Value *value = find(node.attrs, name);
    return value && *value == Value(true);
}

/// Number of the first item if a Markdown list can begin with it, else 0.
std::int64_t writableStart(const Node &list) {
    const std::int64_t start = integerAttr(list, "start", 1);
    const bool fits = start >= 1 && start <= kMaxListNumber - static_cast<std::int64_t>(list.content.size());
    return fits ? start : 0;
}

bool plainLanguage(std::string_view language) {
    return std::none_of(language.begin(), language.end(), [](char c) {
        return static_cast<unsigned char>(c) <= 0x20 || c == '`' || c == '\\' || c == '&' || c == 0x7F;
    });
}

std::size_t longestTicks(std::string_view text) {
    std::size_t longest = 0, run = 0;
    for (const char c : text) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
    }
    return longest;
}

/// No child has anything beside type, attributes and content.
bool allPlain(const Node &node) {
    return std::all_of(node.content.begin(), node.content.end(),
                       [](const Node &child) { return child.extra.empty() && child.marks.empty(); });
}

bool isPlainCodeText(const Node &node) {
    return std::all_of(node.content.begin(), node.content.end(), [](const Node &child) {
        return child.type == "text" && child.marks.empty() && child.extra.empty() && child.content.empty();
    });
}

/// ` <!--attrs {…}-->`, or nothing.
std::string attrsTail(const Members &rest) {
    std::string tail;
    if (rest.empty()) return tail;
    tail += ' ';
    appendComment(tail, "attrs", rest);
    return tail;
}

}  // namespace

bool BlockPrinter::paragraph(const Node &node, const Where &where) {
    const Members rest = restAttrs(node, {});
    const std::string_view parent = where.parent;
    if (node.content.empty()) {
        const bool shown =
            parent == "listItem" || parent == "taskItem" || parent == "blockquote" || parent == "callout";
        if (rest.empty() && where.alone && shown)
            m_writer.line({});
        else
            comment("p", rest);
        return true;
    }
    InlineContext context{InlinePlace::Paragraph, false, false, m_colonFences, &m_footnotes};
    context.itemStart = where.first && parent == "listItem";
    context.quoteStart = where.first && parent == "blockquote";
    const std::string tail = attrsTail(rest);
    context.tail = tail;
    const std::optional<std::string> text = inlineMarkdown(node.content, context);
    if (!text) return false;
    m_writer.lines(*text + tail);
    return true;
}

bool BlockPrinter::heading(const Node &node) {
    const std::int64_t level = integerAttr(node, "level", 1);
    if (level < 1 || level > 6) return false;
    const Members rest = restAttrs(node, {"level"});
    std::string line(static_cast<std::size_t>(level), '#');
    line += ' ';
    std::string tail = attrsTail(rest);
    if (!node.content.empty()) {
        const auto text = inlineMarkdown(node.content, {InlinePlace::Heading, false, false, false, &m_footnotes, tail});
        if (!text) return false;
        line += *text;
    } else if (!tail.empty()) {
        tail.erase(0, 1);
    }
    m_writer.line(line + tail);
    return true;
}

std::string infoString(const Node &code) {
    std::string info(stringAttr(code.attrs, "language"));
    const std::string_view rest = stringAttr(code.attrs, "info");
    if (!info.empty() && plainLanguage(info) && !rest.empty() && rest.find_first_of("`\r\n") == std::string_view::npos)
        info += ' ' + std::string(rest);
    return info;
}

bool BlockPrinter::codeBlock(const Node &node) {
    if (!isPlainCodeText(node)) return false;
    std::string text;
    for (const Node &part : node.content)
        text += part.text;
    if (text.find('\r') != std::string::npos) return html(node);
    const std::string_view language = stringAttr(node.attrs, "language");
    const bool plain = plainLanguage(language);
    announce(plain && !language.empty() ? restAttrs(node, {"language"}) : restAttrs(node, {}));
    // One final line feed cannot be told from none: the format prints both alike.
    if (!text.empty() && text.back() == '\n' && (text.size() < 2 || text[text.size() - 2] != '\n')) text.pop_back();
    const std::string fence(std::max<std::size_t>(3, longestTicks(text) + 1), '`');
    m_writer.line(plain ? fence + infoString(node) : fence);
    m_writer.lines(text);
    m_writer.line(fence);
    return true;
}

bool BlockPrinter::blockquote(const Node &node) {
    announce(restAttrs(node, {}));
    m_writer.push("> ", "> ");
    blocks(node.content, "blockquote");
    m_writer.pop();
    return true;
}

bool BlockPrinter::callout(const Node &node) {
    const std::string_view given = stringAttr(node.attrs, "type"), icon = stringAttr(node.attrs, "icon");
    const bool known = std::find(kCalloutTypes.begin(), kCalloutTypes.end(), given) != kCalloutTypes.end();
    Members rest = restAttrs(node, {});
    std::erase_if(rest, [&](const auto &attr) {
        return (attr.first == "type" && known) || (attr.first == "icon" && !icon.empty());
    });
    announce(rest);
    std::string opener = "[!" + std::string(known ? given : "info") + "]";
    if (!icon.empty()) appendComment(opener, "icon", Members{{"icon", Value(std::string(icon))}});
    m_writer.push("> ", "> ");
    m_writer.line(opener);
    blocks(node.content, "callout");
    m_writer.pop();
    return true;
}

bool BlockPrinter::list(const Node &node) {
    const bool tasks = node.type == "taskList", ordered = node.type == "orderedList";
    if (!allChildren(node, tasks ? "taskItem" : "listItem") || !allPlain(node)) return false;
    const std::int64_t start = ordered ? writableStart(node) : 1;
    announce(start > 0 && ordered ? restAttrs(node, {"start"}) : restAttrs(node, {}));
    std::int64_t number = std::max<std::int64_t>(start, 1);
    for (const Node &item : node.content) {
        if (tasks)
            listItem(item, isTrue(item, "checked") ? "- [x] " : "- [ ] ");
        else
            listItem(item, ordered ? std::to_string(number) + ". " : "- ");
        ++number;
    }
    return true;
}

void BlockPrinter::listItem(const Node &item, const std::string &marker) {
    const bool task = item.type == "taskItem";
    const Members rest = isTrue(item, "checked") ? restAttrs(item, {"checked"}) : restAttrs(item, {});
    m_writer.push(marker, std::string(task ? 2 : marker.size(), ' '));
    const bool blank =
        item.content.size() == 1 && item.content.front().type == "paragraph" && item.content.front().content.empty();
    if (blank && !rest.empty())
        comment("p", restAttrs(item.content.front(), {}));  // an empty line would end the item
    else
        blocks(item.content, item.type);
    if (!rest.empty()) {
        m_writer.line({});
        comment("item", rest);
    }
    m_writer.pop();
}

bool BlockPrinter::rule(const Node &node) {
    if (!node.content.empty()) return false;
    announce(restAttrs(node, {}));
    m_writer.line("---");
    return true;
}

bool BlockPrinter::mathBlock(const Node &node) {
    const std::string_view text = stringAttr(node.attrs, "text");
    const Value *given = find(node.attrs, "text");
    if (!node.content.empty() || (given && !std::holds_alternative<std::string>(*given))) return false;
    const bool odd = text.empty() || text.find("$$") != std::string_view::npos ||
                     text.find('\r') != std::string_view::npos || isSpaceChar(text.front()) ||
                     isSpaceChar(text.back()) || text.find('\0') != std::string_view::npos;
    if (odd) return html(node);
    announce(restAttrs(node, {"text"}));
    m_writer.line("$$");
    m_writer.lines(text);
    m_writer.line("$$");
    return true;
}

bool BlockPrinter::details(const Node &node) {
    const bool shaped = node.content.size() == 2 && node.content[0].type == "detailsSummary" &&
                        node.content[1].type == "detailsContent";
    if (!shaped) return false;
    const Node &summary = node.content[0], &content = node.content[1];
    if (!summary.extra.empty() || !content.extra.empty() || !restAttrs(content, {}).empty()) return html(node);
    announce(isTrue(node, "open") ? restAttrs(node, {"open"}) : restAttrs(node, {}));
    std::string open = "<summary";
    appendRest(open, restAttrs(summary, {}));
    m_writer.line(isTrue(node, "open") ? "<details open>" : "<details>");
    m_writer.line(open + ">" + inlineHtml(summary.content, &m_footnotes) + "</summary>");
    m_writer.line({});
    if (content.content.empty())
        m_writer.line({});
    else
        blocks(content.content, "detailsContent");
    m_writer.line("</details>");
    return true;
}

bool BlockPrinter::table(const Node &node) {
    if (!allChildren(node, "tableRow")) return false;
    const auto lines = gfmTable(node, {InlinePlace::Cell, false, false, false, &m_footnotes});
    if (!lines) return html(node);
    announce(restAttrs(node, {}));
    m_writer.lines(*lines);
    return true;
}

bool BlockPrinter::media(const Node &node) {
    const auto text = mediaMarkdown(node);
    if (!text) return false;
    m_writer.lines(*text);
    return true;
}

bool BlockPrinter::html(const Node &node) {
    std::string text;
    appendHtmlBlock(text, node, m_footnotes);
    m_writer.lines(text);
    return true;
}

}  // namespace wikivault::markdown
