#include "engine/core/markdown/html_inline.h"
#include "engine/core/markdown/import_nodes.h"
#include "engine/core/markdown/json.h"
#include "engine/core/markdown/text_scan.h"

#include <QByteArray>
#include <algorithm>

namespace wikivault::markdown {

namespace {

struct MediaElement {
    std::string_view type;
    std::vector<std::pair<std::string_view, std::string_view>> attrs;  ///< HTML attribute, node attribute
};

const std::vector<MediaElement> &mediaElements() {
    static const std::vector<MediaElement> kElements = {
        {"video",
         {{"src", "src"},
          {"aria-label", "alt"},
          {"data-attachment-id", "attachmentId"},
          {"width", "width"},
          {"height", "height"},
          {"data-size", "size"},
          {"data-align", "align"},
          {"data-aspect-ratio", "aspectRatio"}}},
        {"audio", {{"src", "src"}, {"data-attachment-id", "attachmentId"}, {"data-size", "size"}}},
        {"youtube",
         {{"data-src", "src"},
          {"data-width", "width"},
          {"data-height", "height"},
          {"data-align", "align"},
          {"data-start", "start"}}},
        {"drawio",
         {{"data-src", "src"},
          {"data-title", "title"},
          {"data-alt", "alt"},
          {"data-width", "width"},
          {"data-height", "height"},
          {"data-size", "size"},
          {"data-aspect-ratio", "aspectRatio"},
          {"data-align", "align"},
          {"data-attachment-id", "attachmentId"}}},
        {"pdf",
         {{"src", "src"},
          {"data-name", "name"},
          {"data-attachment-id", "attachmentId"},
          {"data-size", "size"},
          {"width", "width"},
          {"height", "height"}}},
        {"attachment",
         {{"data-attachment-url", "url"},
          {"data-attachment-name", "name"},
          {"data-attachment-mime", "mime"},
          {"data-attachment-size", "size"},
          {"data-attachment-id", "attachmentId"}}},
        {"embed",
         {{"data-src", "src"},
          {"data-provider", "provider"},
          {"data-align", "align"},
          {"data-width", "width"},
          {"data-height", "height"}}},
        {"pageEmbed", {{"data-source-page-id", "sourcePageId"}}},
        {"transclusionReference",
         {{"data-source-page-id", "sourcePageId"}, {"data-transclusion-id", "transclusionId"}}},
        {"base", {{"data-page-id", "pageId"}}},
        {"subpages", {}},
        {"pageBreak", {}},
    };
    return kElements;
}

const MediaElement *mediaElement(std::string_view type) {
    if (type == "excalidraw") type = "drawio";
    if (type == "base-embed") type = "base";
    const auto &all = mediaElements();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const MediaElement &known) { return known.type == type; });
    return found == all.end() ? nullptr : &*found;
}

Node htmlEmbed(const HtmlTag &tag) {
    const std::string_view data = tag.attr("data-source");
    const QByteArray coded = QByteArray::fromBase64(QByteArray(data.data(), static_cast<qsizetype>(data.size())));
    Node node = makeNode("htmlEmbed", {{"source", QByteArray::fromPercentEncoding(coded).toStdString()}});
    if (auto height = valueFromJson(tag.attr("data-height")); height && tag.has("data-height"))
        node.attrs.emplace_back("height", std::move(*height));
    return node;
}

Node mathBlock(const HtmlTag &tag) {
    return makeNode("mathBlock", {{"text", std::string(tag.attr("text"))}});
}

Node youtubeFrame(const HtmlTag &frame) {
    Node node = makeNode("youtube");
    copyAttrs(frame, node.attrs, {{"src", "src"}, {"width", "width"}, {"height", "height"}, {"start", "start"}});
    return node;
}

Node containerOf(const HtmlTag &tag, std::string_view type) {
    Node node = makeNode(std::string(type));
    if (type == "callout") {
        copyAttrs(tag, node.attrs, {{"data-callout-type", "type"}, {"data-callout-icon", "icon"}});
    } else if (type == "columns") {
        copyAttrs(tag, node.attrs, {{"data-layout", "layout"}, {"data-width-mode", "widthMode"}});
    } else if (type == "column") {
        if (auto width = valueFromJson(tag.attr("data-width")); width && tag.has("data-width"))
            node.attrs.emplace_back("width", std::move(*width));
    } else {
        copyAttrs(tag, node.attrs, {{"data-id", "id"}});
    }
    return node;
}

}  // namespace

void HtmlImport::addMedia(HtmlNode &element, std::string_view type) {
    flush();
    Node node = makeNode(type == "base-embed" ? "base" : std::string(type));
    for (const auto &[html, name] : mediaElement(type)->attrs)
        if (element.tag.has(html)) setMember(node.attrs, name, std::string(element.tag.attr(html)));
    if (element.tag.attr("data-recursive") == "true") node.attrs.emplace_back("recursive", true);
    mergeDataAttrs(element.tag, node.attrs);
    if (!element.tag.has("src") && (type == "video" || type == "audio"))
        for (const HtmlNode &child : element.children)
            if (child.is("source") && child.tag.has("src"))
                setMember(node.attrs, "src", std::string(child.tag.attr("src")));
    append(std::move(node));
}

void HtmlImport::addDiv(HtmlNode &element) {
    const HtmlTag &tag = element.tag;
    const std::string_view type = tag.attr("data-type");
    if (type == "callout" || type == "columns" || type == "column" || type == "transclusionSource")
        return addContainer(element, containerOf(tag, type));
    flush();
    if (tag.has("data-node")) {
        if (auto node = nodeFromJson(tag.attr("data-node"))) return append(std::move(*node));
    }
    if (type == "mathBlock" || type == "htmlEmbed") {
        append(type == "mathBlock" ? mathBlock(tag) : htmlEmbed(tag));
        if (type == "mathBlock" && !tag.has("text")) setMember(m_out.nodes.back().attrs, "text", htmlText(element));
        return mergeDataAttrs(tag, m_out.nodes.back().attrs);
    }
    if (mediaElement(type)) return addMedia(element, type);
    if (tag.has("data-youtube-video") && !element.children.empty() && element.children[0].is("iframe"))
        return append(youtubeFrame(element.children[0].tag));
    const bool wrapper = tag.attrs.empty() && element.children.size() == 1 &&
                         (element.children[0].is("video") || element.children[0].is("audio"));
    m_out.lossy = m_out.lossy || !wrapper;
    addAll(element.children);
    flush();
}

}  // namespace wikivault::markdown
