#include "engine/core/markdown/canonical.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace wikivault::markdown {
namespace {

struct SchemaDefault {
    std::string_view type, name, text;  ///< a number or truth value in its JSON form
};

constexpr std::string_view kLinkRel = "noopener noreferrer nofollow";

/// The union of the defaults of both live schemas; null is a default everywhere.
constexpr std::array kSchemaDefaults = std::to_array<SchemaDefault>({
    {"paragraph", "indent", "0"},    {"heading", "indent", "0"},         {"heading", "level", "1"},
    {"orderedList", "start", "1"},   {"taskItem", "checked", "false"},   {"details", "open", "false"},
    {"callout", "type", "info"},     {"columns", "layout", "two_equal"}, {"columns", "widthMode", "normal"},
    {"codeBlock", "language", ""},   {"tableCell", "colspan", "1"},      {"tableCell", "rowspan", "1"},
    {"tableHeader", "colspan", "1"}, {"tableHeader", "rowspan", "1"},    {"image", "align", "center"},
    {"video", "align", "center"},    {"drawio", "align", "center"},      {"excalidraw", "align", "center"},
    {"embed", "align", "center"},    {"youtube", "align", "center"},     {"youtube", "start", "0"},
    {"youtube", "width", "640"},     {"youtube", "height", "480"},       {"embed", "width", "800"},
    {"embed", "height", "600"},      {"embed", "provider", ""},          {"pdf", "width", "800"},
    {"pdf", "height", "600"},        {"subpages", "recursive", "false"}, {"status", "text", ""},
    {"status", "color", "gray"},     {"mathInline", "text", ""},         {"mathBlock", "text", ""},
    {"htmlEmbed", "source", ""},
});
constexpr std::array<std::string_view, 8> kEmptyTextNames = {"alt",  "title", "caption", "name",
                                                             "mime", "src",   "url",     "provider"};
constexpr std::array<std::string_view, 5> kOwnIdTypes = {"mention", "footnoteReference", "footnoteDefinition",
                                                         "transclusionSource", "footnote"};

template <class Names>
bool namesContain(const Names &names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

std::string scalarText(const Value &value) {
    if (const auto *text = std::get_if<std::string>(&value)) return *text;
    std::string out;
    appendCanonical(out, value);
    return out;
}

bool isEmptyText(const Value &value) {
    const auto *text = std::get_if<std::string>(&value);
    return text && text->empty();
}

}  // namespace

bool isOfTheFile(std::string_view nodeType, std::string_view name) {
    // What these are called in a node that no schema knows is that node's own business.
    static constexpr std::array<std::string_view, 28> kBlocks = {"paragraph",  "heading",
                                                                 "bulletList", "orderedList",
                                                                 "taskList",   "codeBlock",
                                                                 "table",      "blockquote",
                                                                 "callout",    "details",
                                                                 "columns",    "mathBlock",
                                                                 "htmlEmbed",  "horizontalRule",
                                                                 "image",      "video",
                                                                 "audio",      "youtube",
                                                                 "pdf",        "attachment",
                                                                 "embed",      "transclusionSource",
                                                                 "pageBreak",  "subpages",
                                                                 "pageEmbed",  "transclusionReference",
                                                                 "drawio",     "excalidraw"};
    if (name == "label") return nodeType == "footnoteDefinition";
    if (name == "info") return nodeType == "codeBlock";
    const bool source = name == "source" && nodeType != "htmlEmbed";
    return (source || name == "leadingSource" || name == "trailingSource") && namesContain(kBlocks, nodeType);
}

bool saysNothing(std::string_view nodeType, std::string_view name, const Value &value) {
    if (std::holds_alternative<std::nullptr_t>(value)) return true;
    if (name == "id") return !namesContain(kOwnIdTypes, nodeType) || (nodeType == "mention" && isEmptyText(value));
    if (isOfTheFile(nodeType, name)) return true;
    if (name == "source") return isEmptyText(value);
    if (name == "dir") return scalarText(value) == "auto";
    if (isEmptyText(value) && (nodeType == "mention" || namesContain(kEmptyTextNames, name))) return true;
    return std::any_of(kSchemaDefaults.begin(), kSchemaDefaults.end(), [&](const SchemaDefault &known) {
        return known.type == nodeType && known.name == name && scalarText(value) == known.text;
    });
}

bool markSaysNothing(std::string_view markType, std::string_view name, const Value &value) {
    const bool null = std::holds_alternative<std::nullptr_t>(value);
    if (markType == "link") {
        // null means "no target", which is not what the schema fills in when the attribute is missing.
        if (name == "target") return !null && scalarText(value) == "_blank";
        if (name == "rel") return !null && scalarText(value) == kLinkRel;
        if (name == "internal") return null || scalarText(value) == "false";
        return null || (name == "title" && isEmptyText(value));
    }
    if (markType == "comment" && name == "resolved") return null || scalarText(value) == "false";
    return null;
}

}  // namespace wikivault::markdown
