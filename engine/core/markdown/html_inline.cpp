#include "engine/core/markdown/html_inline.h"

#include "engine/core/markdown/json.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>
#include <array>
#include <utility>

namespace wikivault::markdown {

namespace {

using Kind = InlineElement::Kind;

struct SimpleMark {
    std::string_view element, mark;
    bool foreign;
};
constexpr SimpleMark kSimpleMarks[] = {
    {"strong", "bold", false},  {"b", "bold", true},         {"em", "italic", false},       {"i", "italic", true},
    {"s", "strike", false},     {"del", "strike", true},     {"strike", "strike", true},    {"u", "underline", false},
    {"ins", "underline", true}, {"sub", "subscript", false}, {"sup", "superscript", false}, {"kbd", "code", true},
    {"samp", "code", true},     {"tt", "code", true},        {"var", "italic", true},       {"cite", "italic", true},
    {"dfn", "italic", true},
};
constexpr std::string_view kPlainElements[] = {"span", "font", "small", "big", "abbr",  "acronym", "q",
                                               "time", "data", "bdi",   "bdo", "label", "nobr",    "ruby",
                                               "rb",   "rt",   "rp",    "a",   "center"};

InlineElement marked(std::string type, Members attrs = {}) {
    return {Kind::Marked, {std::move(type), std::move(attrs)}, false};
}

InlineElement spanElement(const HtmlTag &tag) {
    const std::string_view type = tag.attr("data-type");
    if (type == "mention" || type == "status" || type == "mathInline" || tag.has("data-node"))
        return {Kind::Verbatim, {}, false};
    if (tag.has("data-mark")) {
        auto mark = markFromJson(tag.attr("data-mark"));
        if (mark) return {Kind::Marked, std::move(*mark), false};
    }
    if (tag.has("data-comment-id")) {
        auto element = marked("comment", {{"commentId", std::string(tag.attr("data-comment-id"))}});
        if (tag.attr("data-resolved") == "true") element.mark.attrs.emplace_back("resolved", true);
        return element;
    }
    if (tag.has("data-spoiler")) return marked("spoiler");
    std::string color = tag.style("color");
    if (!color.empty()) return marked("textStyle", {{"color", std::move(color)}});
    return {Kind::Plain, {}, true};
}

InlineElement highlightElement(const HtmlTag &tag) {
    auto element = marked("highlight");
    std::string color = tag.style("background-color");
    if (color.empty()) color = tag.attr("data-color");
    if (!color.empty()) element.mark.attrs.emplace_back("color", std::move(color));
    copyAttrs(tag, element.mark.attrs, {{"data-highlight-color-name", "colorName"}});
    return element;
}

/// `/s/<space>/p/<page>`: a page of the wiki.
bool isInternalHref(std::string_view href) {
    if (href.substr(0, 3) != "/s/") return false;
    const std::size_t slash = href.find('/', 3);
    if (slash == 3 || slash == std::string_view::npos || href.substr(slash, 3) != "/p/") return false;
    std::string_view page = href.substr(slash + 3);
    if (!page.empty() && page.back() == '/') page.remove_suffix(1);
    return !page.empty() && std::all_of(page.begin(), page.end(), [](char c) { return isAlnumChar(c) || c == '-'; });
}

InlineElement linkElement(const HtmlTag &tag) {
    if (!tag.has("href")) return {Kind::Plain, {}, true};
    InlineElement element{Kind::Marked, linkMark(std::string(tag.attr("href")), tag.attr("title")), false};
    for (const std::string_view name : {"target", "rel", "class"})
        if (tag.has(name)) setMember(element.mark.attrs, name, std::string(tag.attr(name)));
    if (tag.attr("data-internal") == "true") setMember(element.mark.attrs, "internal", true);
    element.foreign = true;
    return element;
}

Node atom(std::string type) {
    return {.type = std::move(type), .text = {}, .attrs = {}, .marks = {}, .content = {}, .extra = {}};
}

std::optional<Node> noteAtom(const HtmlTag &tag, ImportContext &context, unsigned noteDepth) {
    if (tag.has("data-fn-text")) return context.inlineNote(std::string(tag.attr("data-fn-text")), noteDepth + 1);
    if (tag.has("data-id")) return context.labelledNote(tag.attr("data-id"));
    return std::nullopt;
}

}  // namespace

Mark linkMark(std::string href, std::string_view title) {
    const bool internal = isInternalHref(href);
    Mark mark{"link", {{"href", std::move(href)}}};
    if (!title.empty()) mark.attrs.emplace_back("title", std::string(title));
    if (internal) {
        mark.attrs.emplace_back("internal", true);
        mark.attrs.emplace_back("target", nullptr);
        mark.attrs.emplace_back("rel", nullptr);
    }
    return mark;
}

void copyAttrs(const HtmlTag &tag, Members &attrs,
               std::initializer_list<std::pair<std::string_view, std::string_view>> names) {
    for (const auto &[html, name] : names)
        if (tag.has(html)) attrs.emplace_back(std::string(name), std::string(tag.attr(html)));
}

void mergeDataAttrs(const HtmlTag &tag, Members &attrs) {
    if (!tag.has("data-attrs")) return;
    if (auto extra = jsonMembers(tag.attr("data-attrs"))) mergeMembers(attrs, std::move(*extra));
}

InlineElement inlineElement(const HtmlTag &tag) {
    InlineElement element;
    if (tag.name == "br" || tag.name == "img" || tag.name == "wbr") return {Kind::Void, {}, tag.name != "br"};
    if (tag.name == "code" || (tag.name == "sup" && tag.has("data-footnote-ref"))) return {Kind::Verbatim, {}, false};
    if (tag.name == "span") element = spanElement(tag);
    if (tag.name == "mark") element = highlightElement(tag);
    if (tag.name == "a") element = linkElement(tag);
    const auto simple = std::find_if(std::begin(kSimpleMarks), std::end(kSimpleMarks),
                                     [&](const SimpleMark &known) { return known.element == tag.name; });
    if (simple != std::end(kSimpleMarks)) {
        element = marked(std::string(simple->mark));
        element.foreign = simple->foreign || !(tag.attrs.empty() || tag.hasOnly({"data-attrs"}));
    }
    if (element.kind == Kind::Marked) mergeDataAttrs(tag, element.mark.attrs);
    if (element.kind == Kind::Unknown &&
        std::find(std::begin(kPlainElements), std::end(kPlainElements), tag.name) != std::end(kPlainElements))
        return {Kind::Plain, {}, true};
    return element;
}

std::optional<Node> inlineAtom(const HtmlTag &tag, std::string_view innerText, ImportContext &context,
                               unsigned noteDepth) {
    const std::string_view type = tag.attr("data-type");
    if (tag.has("data-node")) {
        auto node = nodeFromJson(tag.attr("data-node"));
        return node ? std::optional(std::move(*node)) : std::nullopt;
    }
    if (tag.name == "sup") return noteAtom(tag, context, noteDepth);
    Node node = atom(std::string(type));
    if (type == "mention") {
        copyAttrs(tag, node.attrs,
                  {{"data-id", "id"},
                   {"data-label", "label"},
                   {"data-entity-type", "entityType"},
                   {"data-entity-id", "entityId"},
                   {"data-slug-id", "slugId"},
                   {"data-creator-id", "creatorId"},
                   {"data-anchor-id", "anchorId"}});
    } else if (type == "status") {
        node.attrs.emplace_back("text", std::string(innerText));
        copyAttrs(tag, node.attrs, {{"data-color", "color"}});
    } else if (type == "mathInline") {
        node.attrs.emplace_back("text", std::string(tag.has("text") ? tag.attr("text") : innerText));
    } else {
        return std::nullopt;
    }
    mergeDataAttrs(tag, node.attrs);
    return node;
}

Node imageOf(const HtmlTag &tag) {
    Node image = atom("image");
    copyAttrs(tag, image.attrs,
              {{"src", "src"},
               {"alt", "alt"},
               {"title", "title"},
               {"width", "width"},
               {"height", "height"},
               {"align", "align"},
               {"data-align", "align"},
               {"data-size", "size"},
               {"data-attachment-id", "attachmentId"},
               {"data-aspect-ratio", "aspectRatio"},
               {"data-caption", "caption"}});
    mergeDataAttrs(tag, image.attrs);
    return image;
}

}  // namespace wikivault::markdown
