#include "engine/core/markdown/canonical.h"
#include "engine/core/markdown/escape.h"
#include "engine/core/markdown/export_blocks.h"
#include "engine/core/markdown/export_marks.h"
#include "engine/core/markdown/import.h"
#include "engine/core/markdown/json.h"
#include "engine/core/markdown/link_syntax.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>
#include <array>

namespace wikivault::markdown {
namespace {

enum class MediaShape { Image, Link, Comment };

struct MediaAttribute {
    std::string_view name, html;
};

struct MediaType {
    std::string_view type, comment;
    MediaShape shape;
    std::string_view target, label;       ///< attributes in parentheses and in brackets
    std::vector<MediaAttribute> payload;  ///< in the order of writing, with the names in raw HTML
};

const std::vector<MediaType> &mediaTypes() {
    static const std::vector<MediaType> kTypes = {
        {"image",
         "img",
         MediaShape::Image,
         "src",
         "alt",
         {{"width", "width"},
          {"height", "height"},
          {"align", "align"},
          {"size", "data-size"},
          {"aspectRatio", "data-aspect-ratio"},
          {"attachmentId", "data-attachment-id"},
          {"caption", "data-caption"},
          {"title", "title"}}},
        {"video",
         "video",
         MediaShape::Image,
         "src",
         "",
         {{"alt", "aria-label"},
          {"attachmentId", "data-attachment-id"},
          {"width", "width"},
          {"height", "height"},
          {"size", "data-size"},
          {"align", "data-align"},
          {"aspectRatio", "data-aspect-ratio"}}},
        {"audio",
         "audio",
         MediaShape::Image,
         "src",
         "",
         {{"attachmentId", "data-attachment-id"}, {"size", "data-size"}}},
        {"youtube",
         "youtube",
         MediaShape::Image,
         "src",
         "",
         {{"width", "data-width"}, {"height", "data-height"}, {"align", "data-align"}, {"start", "data-start"}}},
        {"drawio",
         "drawio",
         MediaShape::Image,
         "src",
         "",
         {{"title", "data-title"},
          {"alt", "data-alt"},
          {"width", "data-width"},
          {"height", "data-height"},
          {"size", "data-size"},
          {"aspectRatio", "data-aspect-ratio"},
          {"align", "data-align"},
          {"attachmentId", "data-attachment-id"}}},
        {"excalidraw",
         "excalidraw",
         MediaShape::Image,
         "src",
         "",
         {{"title", "data-title"},
          {"alt", "data-alt"},
          {"width", "data-width"},
          {"height", "data-height"},
          {"size", "data-size"},
          {"aspectRatio", "data-aspect-ratio"},
          {"align", "data-align"},
          {"attachmentId", "data-attachment-id"}}},
        {"pdf",
         "pdf",
         MediaShape::Link,
         "src",
         "name",
         {{"attachmentId", "data-attachment-id"}, {"size", "data-size"}, {"width", "width"}, {"height", "height"}}},
        {"attachment",
         "attachment",
         MediaShape::Link,
         "url",
         "name",
         {{"mime", "data-attachment-mime"}, {"size", "data-attachment-size"}, {"attachmentId", "data-attachment-id"}}},
        {"embed",
         "embed",
         MediaShape::Link,
         "src",
         "provider",
         {{"align", "data-align"}, {"width", "data-width"}, {"height", "data-height"}}},
        {"pageEmbed", "pageembed", MediaShape::Comment, "", "", {{"sourcePageId", "data-source-page-id"}}},
        {"transclusionReference",
         "transclusion",
         MediaShape::Comment,
         "",
         "",
         {{"sourcePageId", "data-source-page-id"}, {"transclusionId", "data-transclusion-id"}}},
        {"subpages", "subpages", MediaShape::Comment, "", "", {{"recursive", "data-recursive"}}},
        {"pageBreak", "pagebreak", MediaShape::Comment, "", "", {}},
    };
    return kTypes;
}

const MediaType *mediaType(std::string_view type) {
    for (const MediaType &known : mediaTypes())
        if (known.type == type) return &known;
    return nullptr;
}

constexpr std::string_view kLabelEscapes = "\\`*_~[]<&!()=$^";

/// Whether Markdown surely gives the label back.
bool isPlainLabel(std::string_view label) {
    if (label.empty()) return true;
    if (isSpaceChar(label.front()) || isSpaceChar(label.back())) return false;
    for (const std::string_view address : {"://", "www.", "@"})
        if (label.find(address) != std::string_view::npos) return false;
    return std::none_of(label.begin(), label.end(), [](char c) { return static_cast<unsigned char>(c) < 0x20; });
}

void appendLabel(std::string &out, std::string_view label) {
    const std::size_t bar = label.rfind('|');
    ParsedTarget size;
    const bool sized = bar != std::string_view::npos && readImageSize(label.substr(bar + 1), size);
    for (std::size_t i = 0; i < label.size(); ++i) {
        if (kLabelEscapes.find(label[i]) != std::string_view::npos || (sized && i == bar)) out += '\\';
        out += label[i];
    }
}

/// The text of an attribute that stands in brackets or parentheses; nothing if only the payload can hold it.
const std::string *textOf(const Node &node, std::string_view name) {
    const Value *value = name.empty() ? nullptr : find(node.attrs, name);
    return value ? std::get_if<std::string>(value) : nullptr;
}

struct MediaTarget {
    std::string text;
    bool inPayload = false;
};

MediaTarget mediaTarget(const Node &node, std::string_view name) {
    const Value *value = find(node.attrs, name);
    const std::string *text = textOf(node, name);
    if (!text) return {"", value && !saysNothing(node.type, name, *value)};
    MediaTarget target;
    if (!appendTarget(target.text, *text)) return {"", true};
    return target;
}

/// Known attributes in the order of the format, then all others.
Members mediaPayload(const Node &node, const MediaType &type, bool targetToo, bool labelToo) {
    Members payload;
    if (targetToo) payload.emplace_back(std::string(type.target), *find(node.attrs, type.target));
    if (labelToo) payload.emplace_back(std::string(type.label), *find(node.attrs, type.label));
    const Members rest = restAttrs(node, {type.target, type.label});
    for (const MediaAttribute &known : type.payload)
        if (const Value *value = find(rest, known.name)) payload.emplace_back(std::string(known.name), *value);
    for (const auto &attr : rest) {
        const bool written = std::any_of(type.payload.begin(), type.payload.end(),
                                         [&](const auto &known) { return known.name == attr.first; });
        if (!written) payload.push_back(attr);
    }
    return payload;
}

std::string mediaForm(const Node &node, const MediaType &type, bool labelInPayload) {
    const MediaTarget target = mediaTarget(node, type.target);
    const std::string *label = textOf(node, type.label);
    std::string out = type.shape == MediaShape::Image ? "![" : "[";
    if (label && !labelInPayload) appendLabel(out, *label);
    out += "](" + target.text + ")";
    const Members payload = mediaPayload(node, type, target.inPayload, labelInPayload);
    if (type.type == "image" && payload.empty()) return out;
    if (type.type == "image") out += ' ';
    appendComment(out, type.comment, payload);
    return out;
}

std::string attributeText(const Value &value) {
    if (const auto *text = std::get_if<std::string>(&value)) return *text;
    std::string json;
    appendJson(json, value);
    return json;
}

/// Opening of the element in raw HTML, up to its attributes.
std::string mediaElement(const MediaType &type) {
    if (type.type == "image") return "<img";
    if (type.type == "video" || type.type == "audio") return "<div><" + std::string(type.type);
    return "<div data-type=\"" + std::string(type.type) + "\"";
}

std::string_view targetAttribute(const MediaType &type) {
    if (type.type == "image" || type.type == "video" || type.type == "audio" || type.type == "pdf") return "src";
    return type.type == "attachment" ? "data-attachment-url" : "data-src";
}

std::string_view labelAttribute(const MediaType &type) {
    if (type.type == "attachment") return "data-attachment-name";
    return type.type == "pdf" ? "data-name" : type.type == "embed" ? "data-provider" : "alt";
}

}  // namespace

bool isMediaType(std::string_view type) {
    return mediaType(type) != nullptr;
}

std::optional<std::string> mediaMarkdown(const Node &node) {
    const MediaType *type = mediaType(node.type);
    if (!type || !node.content.empty()) return std::nullopt;
    if (type->shape == MediaShape::Comment) {
        std::string out;
        appendComment(out, type->comment, mediaPayload(node, *type, false, false));
        return out;
    }
    const std::string *label = textOf(node, type->label);
    const Value *labelValue = type->label.empty() ? nullptr : find(node.attrs, type->label);
    if (!label) return mediaForm(node, *type, labelValue && !saysNothing(node.type, type->label, *labelValue));
    if (isPlainLabel(*label)) return mediaForm(node, *type, false);
    std::string shown = mediaForm(node, *type, false);
    const Node read = readBack(shown);
    const bool same = read.content.size() == 1 && canonicalNode(read.content.front(), FinalLineFeeds::Significant) ==
                                                      canonicalNode(node, FinalLineFeeds::Significant);
    return same ? shown : mediaForm(node, *type, true);
}

bool appendMediaHtml(std::string &out, const Node &node) {
    const MediaType *type = mediaType(node.type);
    if (!type || !node.content.empty()) return false;
    out += mediaElement(*type);
    Members odd;
    const auto add = [&](std::string_view name, std::string_view html) {
        const Value *value = name.empty() ? nullptr : find(node.attrs, name);
        if (!value || saysNothing(node.type, name, *value)) return;
        appendHtmlAttribute(out, html, attributeText(*value));
        const bool known = name == "recursive" ? *value == Value(true) : std::holds_alternative<std::string>(*value);
        if (!known) odd.emplace_back(std::string(name), *value);
    };
    if (type->shape != MediaShape::Comment) {
        const std::string *target = textOf(node, type->target);
        appendHtmlAttribute(out, targetAttribute(*type), target ? std::string_view(*target) : std::string_view());
        if (const Value *value = find(node.attrs, type->target);
            !target && value && !saysNothing(node.type, type->target, *value))
            odd.emplace_back(std::string(type->target), *value);
        add(type->label, labelAttribute(*type));
    }
    for (const Members order = mediaPayload(node, *type, false, false); const auto &[name, value] : order) {
        const auto known = std::find_if(type->payload.begin(), type->payload.end(),
                                        [key = std::string_view(name)](const auto &one) { return one.name == key; });
        if (known != type->payload.end())
            add(name, known->html);
        else
            odd.emplace_back(name, value);
    }
    appendRest(out, odd);
    out += '>';
    if (node.type == "video" || node.type == "audio") out += "</" + node.type + ">";
    if (node.type != "image") out += "</div>";
    return true;
}

}  // namespace wikivault::markdown
