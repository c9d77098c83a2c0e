#include "engine/core/markdown/canonical.h"
#include "engine/core/markdown/escape.h"
#include "engine/core/markdown/export_footnotes.h"
#include "engine/core/markdown/export_inline.h"
#include "engine/core/markdown/export_marks.h"
#include "engine/core/markdown/json.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>
#include <array>

namespace wikivault::markdown {
namespace {

struct NamedAttribute {
    std::string_view name, html;
};
constexpr std::array kMentionAttributes = std::to_array<NamedAttribute>({
    {"id", "data-id"},
    {"label", "data-label"},
    {"entityType", "data-entity-type"},
    {"entityId", "data-entity-id"},
    {"slugId", "data-slug-id"},
    {"creatorId", "data-creator-id"},
    {"anchorId", "data-anchor-id"},
});

bool isTextAttr(const Node &node, std::string_view name) {
    const Value *value = find(node.attrs, name);
    return !value || saysNothing(node.type, name, *value) || std::holds_alternative<std::string>(*value);
}

void appendMention(std::string &out, const Node &mention) {
    out += "<span data-type=\"mention\"";
    Members rest = restAttrs(mention, {});
    for (const auto &[name, html] : kMentionAttributes) {
        const std::string_view value = stringAttr(mention.attrs, name);
        if (value.empty()) continue;
        appendHtmlAttribute(out, html, value);
        std::erase_if(rest, [key = name](const auto &attr) { return attr.first == key; });
    }
    appendRest(out, rest);
    out += ">@";
    const std::string_view label = stringAttr(mention.attrs, "label");
    bool afterSpace = false;
    appendHtmlText(out, label.empty() ? stringAttr(mention.attrs, "id") : label, afterSpace);
    out += "</span>";
}

/// Status texts of letters, digits and harmless signs stand as they are.
bool plainStatus(std::string_view text) {
    if (text.empty()) return true;
    if (isSpaceChar(text.front()) || isSpaceChar(text.back()) || text.find("  ") != std::string_view::npos)
        return false;
    return isInert(text) && text.find_first_of("#>|") == std::string_view::npos;
}

void appendStatus(std::string &out, const Node &status) {
    const std::string_view text = stringAttr(status.attrs, "text"), color = stringAttr(status.attrs, "color");
    out += "<span data-type=\"status\"";
    appendHtmlAttribute(out, "data-color", color.empty() ? "gray" : color);
    Members rest = restAttrs(status, {"text"});
    std::erase_if(rest, [](const auto &attr) {
        return attr.first == "color" && std::holds_alternative<std::string>(attr.second) &&
               attr.second != Value(std::string());
    });
    appendRest(out, rest);
    out += '>';
    if (plainStatus(text))
        out += text;
    else
        appendInertText(out, text);
    out += "</span>";
}

bool needsMathSpan(std::string_view latex, const AtomPlace &place) {
    if (place.html || place.careful || place.digitNext || latex.empty()) return true;
    if (classAfter(latex, 0) == CharClass::Space || classBefore(latex, latex.size()) == CharClass::Space) return true;
    return latex.find_first_of("\r\n") != std::string_view::npos || latex.find("\\$") != std::string_view::npos ||
           latex.back() == '\\';
}

void appendMath(std::string &out, const Node &math, const AtomPlace &place) {
    const std::string_view latex = stringAttr(math.attrs, "text");
    const Members rest = restAttrs(math, {"text"});
    if (!needsMathSpan(latex, place) && rest.empty()) {
        out += '$';
        for (const char c : latex) {
            if (c == '$') out += '\\';
            out += c;
        }
        out += '$';
        return;
    }
    out += "<span data-type=\"mathInline\" data-katex=\"true\"";
    appendHtmlAttribute(out, "text", latex);
    appendRest(out, rest);
    out += "></span>";
}

}  // namespace

Members restAttrs(const Node &node, std::initializer_list<std::string_view> written) {
    Members rest;
    for (const auto &[name, value] : node.attrs) {
        if (std::find(written.begin(), written.end(), name) != written.end() || saysNothing(node.type, name, value))
            continue;
        rest.emplace_back(name, value);
    }
    return rest;
}

bool isPlainBreak(const Node &node) {
    return node.type == "hardBreak" && !codeMark(node.marks) && node.content.empty() && node.extra.empty() &&
           restAttrs(node, {}).empty();
}

void appendRest(std::string &tag, const Members &rest) {
    if (rest.empty()) return;
    std::string json;
    appendJson(json, rest);
    appendHtmlAttribute(tag, "data-attrs", json);
}

void appendOpaqueSpan(std::string &out, const Node &node) {
    Node bare = node;
    if (!codeMark(node.marks)) bare.marks.clear();
    std::string json;
    appendJson(json, bare);
    out += "<span";
    appendHtmlAttribute(out, "data-node", json);
    out += "></span>";
}

void appendAtom(std::string &out, const Node &atom, const AtomPlace &place) {
    const bool bare = atom.content.empty() && atom.extra.empty() && !codeMark(atom.marks);
    if (atom.type == "mathInline" && bare && isTextAttr(atom, "text"))
        appendMath(out, atom, place);
    else if (atom.type == "mention" && bare)
        appendMention(out, atom);
    else if (atom.type == "status" && bare && isTextAttr(atom, "text"))
        appendStatus(out, atom);
    else if (atom.type == "footnoteReference" && place.footnotes && !codeMark(atom.marks))
        place.footnotes->appendReference(out, atom, place.html);
    else
        appendOpaqueSpan(out, atom);
}

}  // namespace wikivault::markdown
