#include "engine/core/markdown/schema.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>
#include <array>

namespace wikivault::markdown {
namespace {

enum class In : unsigned char { Both, Docmost, Gitmost };

struct NodeEntry {
    In in;
    std::string_view name, content, group;
    std::vector<AttrRule> attrs;
};

constexpr std::string_view kCellContent =
    "(paragraph | heading | bulletList | orderedList | taskList | blockquote | callout | image | video | audio | "
    "subpages | attachment | mathBlock | details | codeBlock)+";
constexpr std::string_view kTransclusionContent =
    "(paragraph | heading | blockquote | codeBlock | horizontalRule | bulletList | orderedList | taskList | image | "
    "video | audio | attachment | callout | details | embed | mathBlock | table | drawio | excalidraw | pdf | "
    "subpages | columns | youtube)+";
const std::vector<AttrRule> kTextBlock = {{"id", "null"}, {"indent", "0"}, {"textAlign", "null"}};
const std::vector<AttrRule> kCell = {{"colspan", "1"},
                                     {"rowspan", "1"},
                                     {"colwidth", "null"},
                                     {"align", "null"},
                                     {"backgroundColor", "null"},
                                     {"backgroundColorName", "null"}};
const std::vector<AttrRule> kDiagram = {{"src", R"("")"},
                                        {"title", ""},
                                        {"alt", ""},
                                        {"width", "null"},
                                        {"height", "null"},
                                        {"size", "null"},
                                        {"aspectRatio", "null"},
                                        {"align", R"("center")"},
                                        {"attachmentId", ""}};

std::vector<NodeEntry> textNodes() {
    std::vector<AttrRule> heading = kTextBlock;
    heading.push_back({"level", "1"});
    return {
        {In::Docmost, "doc", "block+ footnotes?", "", {}},
        {In::Gitmost, "doc", "block+", "", {}},
        {In::Both, "text", "", "inline", {}},
        {In::Both, "paragraph", "inline*", "block", kTextBlock},
        {In::Both, "heading", "inline*", "block", heading},
        {In::Both, "codeBlock", "text*", "block", {{"language", "null"}}},
        {In::Both, "blockquote", "block+", "block", {}},
        {In::Both, "callout", "block+", "block", {{"type", R"("info")"}, {"icon", "null"}}},
        {In::Both, "bulletList", "listItem+", "block list", {}},
        {In::Both, "orderedList", "listItem+", "block list", {{"start", "1"}, {"type", "null"}}},
        {In::Both, "listItem", "paragraph block*", "", {}},
        {In::Both, "taskList", "taskItem+", "block list", {}},
        {In::Both, "taskItem", "paragraph block*", "", {{"checked", "false"}}},
        {In::Both, "details", "detailsSummary detailsContent", "block", {{"open", "false"}}},
        {In::Both, "detailsSummary", "inline*", "block", {}},
        {In::Both, "detailsContent", "block*", "block", {}},
        {In::Both, "horizontalRule", "", "block", {}},
        {In::Both, "mathBlock", "", "block", {{"text", R"("")"}}},
        {In::Both, "hardBreak", "", "inline", {}},
        {In::Both, "mathInline", "", "inline", {{"text", R"("")"}}},
        {In::Both, "status", "", "inline", {{"text", R"("")"}, {"color", R"("gray")"}}},
        {In::Both,
         "mention",
         "",
         "inline",
         {{"id", "null"},
          {"label", "null"},
          {"entityType", "null"},
          {"entityId", "null"},
          {"slugId", "null"},
          {"creatorId", "null"},
          {"anchorId", "null"}}},
    };
}

std::vector<NodeEntry> structureNodes() {
    return {
        {In::Both, "table", "tableRow+", "block", {}},
        {In::Both, "tableRow", "(tableCell | tableHeader)*", "", {}},
        {In::Both, "tableCell", kCellContent, "", kCell},
        {In::Both, "tableHeader", kCellContent, "", kCell},
        {In::Both, "columns", "column+", "block", {{"layout", R"("two_equal")"}, {"widthMode", R"("normal")"}}},
        {In::Both, "column", "block+", "block", {{"width", "null"}}},
        {In::Both, "transclusionSource", kTransclusionContent, "block", {{"id", "null"}}},
        {In::Both, "transclusionReference", "", "block", {{"sourcePageId", "null"}, {"transclusionId", "null"}}},
        {In::Docmost, "subpages", "", "block", {}},
        {In::Gitmost, "subpages", "", "block", {{"recursive", "false"}}},
        {In::Both, "pageBreak", "", "block", {}},
        {In::Docmost, "base", "", "block", {{"pageId", "null"}, {"pendingKey", "null"}}},
        {In::Gitmost, "pageEmbed", "", "block", {{"sourcePageId", "null"}}},
        {In::Gitmost, "htmlEmbed", "", "block", {{"source", R"("")"}, {"height", "null"}}},
        {In::Docmost,
         "footnoteReference",
         "text*",
         "inline",
         {{"class", R"("footnote-ref")"}, {"data-id", "null"}, {"referenceNumber", "null"}, {"href", "null"}}},
        {In::Docmost, "footnotes", "footnote*", "", {{"class", R"("footnotes")"}}},
        {In::Docmost, "footnote", "paragraph+", "", {{"id", ""}, {"data-id", ""}}},
        {In::Gitmost, "footnoteReference", "", "inline", {{"id", "null"}}},
        {In::Gitmost, "footnotesList", "footnoteDefinition+", "block", {}},
        {In::Gitmost, "footnoteDefinition", "paragraph+", "", {{"id", "null"}}},
    };
}

std::vector<AttrRule> imageAttrs(bool caption) {
    std::vector<AttrRule> attrs = {
        {"src", R"("")"}, {"width", "null"}, {"height", "null"}, {"align", R"("center")"}, {"alt", ""}};
    if (caption) attrs.push_back({"caption", ""});
    attrs.insert(attrs.end(),
                 {{"attachmentId", ""}, {"size", "null"}, {"aspectRatio", "null"}, {"placeholder", "null"}});
    return attrs;
}

std::vector<NodeEntry> mediaNodes() {
    return {
        {In::Docmost, "image", "", "block", imageAttrs(false)},
        {In::Gitmost, "image", "", "block", imageAttrs(true)},
        {In::Both,
         "video",
         "",
         "block",
         {{"src", R"("")"},
          {"alt", ""},
          {"attachmentId", ""},
          {"width", "null"},
          {"height", "null"},
          {"size", "null"},
          {"align", R"("center")"},
          {"aspectRatio", "null"},
          {"placeholder", "null"}}},
        {In::Both,
         "audio",
         "",
         "block",
         {{"src", R"("")"}, {"attachmentId", ""}, {"size", "null"}, {"placeholder", "null"}}},
        {In::Both,
         "pdf",
         "",
         "block",
         {{"src", R"("")"},
          {"name", ""},
          {"attachmentId", ""},
          {"size", "null"},
          {"width", "800"},
          {"height", "600"},
          {"placeholder", "null"}}},
        {In::Both,
         "attachment",
         "",
         "block",
         {{"url", R"("")"},
          {"name", ""},
          {"mime", ""},
          {"size", "null"},
          {"attachmentId", ""},
          {"placeholder", "null"}}},
        {In::Both, "drawio", "", "block", kDiagram},
        {In::Both, "excalidraw", "", "block", kDiagram},
        {In::Both,
         "embed",
         "",
         "block",
         {{"src", R"("")"}, {"provider", R"("")"}, {"align", R"("center")"}, {"width", "800"}, {"height", "600"}}},
        {In::Both, "youtube", "", "block", {{"src", "null"}, {"start", "0"}, {"width", "640"}, {"height", "480"}}},
    };
}

struct MarkEntry {
    In in;
    MarkRule rule;
};

std::vector<MarkEntry> markEntries() {
    std::vector<MarkEntry> entries = {
        {In::Both,
         {"link",
          {{"href", "null"},
           {"target", R"("_blank")"},
           {"rel", R"("noopener noreferrer nofollow")"},
           {"class", "null"},
           {"title", "null"},
           {"internal", "false"}}}},
        {In::Both, {"code", {}, true}},
        {In::Both, {"comment", {{"commentId", "null"}, {"resolved", "false"}}}},
        {In::Both, {"highlight", {{"color", "null"}, {"colorName", "null"}}}},
        {In::Both, {"textStyle", {{"color", "null"}}}},
        {In::Gitmost, {"spoiler", {}}},
    };
    for (const std::string_view plain : {"bold", "italic", "strike", "subscript", "superscript", "underline"})
        entries.push_back({In::Both, {plain, {}}});
    return entries;
}

bool holds(In in, WikiSchema schema) {
    return in == In::Both || (in == In::Docmost) == (schema == WikiSchema::Docmost);
}

/// `a b`, `(a | b)+`, `block* x?`.
std::vector<ContentStep> stepsOf(std::string_view content) {
    std::vector<ContentStep> steps;
    bool group = false;
    for (std::size_t at = 0; at < content.size();) {
        const char c = content[at];
        if (isWordChar(c)) {
            const std::size_t end = std::min(content.find_first_of(" )+*?|", at), content.size());
            if (!group || steps.empty()) steps.emplace_back();
            steps.back().choices.push_back(content.substr(at, end - at));
            at = end;
            continue;
        }
        if (c == '(') steps.emplace_back();
        if (c == '(' || c == ')') group = c == '(';
        if (c == '*' || c == '?') steps.back().optional = true;
        if (c == '*' || c == '+') steps.back().repeated = true;
        ++at;
    }
    return steps;
}

}  // namespace

SchemaRules::SchemaRules(WikiSchema schema) {
    for (const auto &entries : {textNodes(), structureNodes(), mediaNodes()}) {
        for (const NodeEntry &entry : entries) {
            if (!holds(entry.in, schema)) continue;
            m_nodeIndex.emplace(entry.name, m_nodes.size());
            m_nodes.push_back({entry.name, entry.content, entry.group, entry.attrs, entry.name != "codeBlock",
                               stepsOf(entry.content)});
            // Docmost's editor knows the direction of every node.
            if (schema == WikiSchema::Docmost && entry.name != "text")
                m_nodes.back().attrs.push_back({"dir", R"("auto")"});
        }
    }
    for (MarkEntry &entry : markEntries()) {
        if (!holds(entry.in, schema)) continue;
        m_markIndex.emplace(entry.rule.name, m_marks.size());
        m_marks.push_back(std::move(entry.rule));
    }
}

const NodeRule *SchemaRules::node(std::string_view name) const {
    const auto found = m_nodeIndex.find(name);
    return found == m_nodeIndex.end() ? nullptr : &m_nodes[found->second];
}

const MarkRule *SchemaRules::mark(std::string_view name) const {
    const auto found = m_markIndex.find(name);
    return found == m_markIndex.end() ? nullptr : &m_marks[found->second];
}

bool SchemaRules::matches(const ContentStep &step, std::string_view name) const {
    const NodeRule *rule = node(name);
    return rule && std::any_of(step.choices.begin(), step.choices.end(), [&](std::string_view choice) {
               return choice == name || choice == rule->group.substr(0, rule->group.find(' '));
           });
}

const SchemaRules &schemaRules(WikiSchema schema) {
    static const SchemaRules kDocmost(WikiSchema::Docmost), kGitmost(WikiSchema::Gitmost);
    return schema == WikiSchema::Docmost ? kDocmost : kGitmost;
}

bool isKnownNode(std::string_view name) {
    return schemaRules(WikiSchema::Docmost).node(name) || schemaRules(WikiSchema::Gitmost).node(name);
}

bool isKnownMark(std::string_view name) {
    return schemaRules(WikiSchema::Docmost).mark(name) || schemaRules(WikiSchema::Gitmost).mark(name);
}

}  // namespace wikivault::markdown
