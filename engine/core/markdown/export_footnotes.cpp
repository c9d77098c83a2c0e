#include "engine/core/markdown/export_footnotes.h"

#include "engine/core/markdown/canonical.h"
#include "engine/core/markdown/escape.h"
#include "engine/core/markdown/export_blocks.h"
#include "engine/core/markdown/json.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>
#include <set>

namespace wikivault::markdown {
namespace {

/// Notes inside notes inside notes: more than this and they are written as a list.
constexpr int kMaxNestedNotes = 8;

bool isNoteList(const Node &node) {
    const bool gitmost = node.type == "footnotesList", docmost = node.type == "footnotes";
    if ((!gitmost && !docmost) || !node.extra.empty() || !node.marks.empty()) return false;
    return allChildren(node, gitmost ? "footnoteDefinition" : "footnote");
}

/// What a reference and its definition have in common.
std::string_view noteKey(const Node &node) {
    const bool docmost = node.type == "footnote" || find(node.attrs, "data-id");
    return stringAttr(node.attrs, docmost ? "data-id" : "id");
}

bool isPlainParagraph(const Node &node) {
    return node.type == "paragraph" && node.extra.empty() && node.marks.empty();
}

void collectReferences(const Node &root, std::vector<const Node *> &found) {
    std::vector<const Node *> open{&root};
    while (!open.empty()) {
        const Node &node = *open.back();
        open.pop_back();
        if (node.type == "footnoteReference") found.push_back(&node);
        if (isNoteList(node)) continue;
        for (auto child = node.content.rbegin(); child != node.content.rend(); ++child)
            open.push_back(&*child);
    }
}

std::string referenceJson(const Node &reference) {
    Node bare = reference;
    bare.marks.clear();
    std::string json;
    appendJson(json, bare);
    return json;
}

/// A label that stands in `[^…]` as it is.
bool isPlainNoteLabel(std::string_view label) {
    return !label.empty() && label.size() < 200 && std::all_of(label.begin(), label.end(), [](char c) {
        return isAlnumChar(c) || c == '-' || c == '_' || static_cast<unsigned char>(c) >= 0x80;
    });
}

}  // namespace

FootnotePlan::FootnotePlan(const Node &doc, DocumentTraits traits)
    : m_labels(traits.noteLabels),
      m_references(traits.references) {
    const auto lists = std::count_if(doc.content.begin(), doc.content.end(), isNoteList);
    if (lists != 1 || !isNoteList(doc.content.back())) return;
    const Node &list = doc.content.back();
    for (const Node &definition : list.content) {
        const bool plain = definition.extra.empty() && definition.marks.empty() && !definition.content.empty() &&
                           std::all_of(definition.content.begin(), definition.content.end(), isPlainParagraph);
        const bool added = m_byKey.try_emplace(std::string(noteKey(definition)), m_definitions.size()).second;
        if (!plain || !added || noteKey(definition).empty()) {
            m_byKey.clear();
            return;
        }
        m_definitions.push_back({&definition, nullptr, {}});
    }
    m_list = &list;
    std::vector<const Node *> references;
    collectReferences(doc, references);
    m_inline = fitsInline(references);
    if (!m_inline) nameDefinitions(references);
}

const FootnotePlan::Definition *FootnotePlan::definitionOf(const Node &reference) const {
    const auto found = m_byKey.find(noteKey(reference));
    return found == m_byKey.end() ? nullptr : &m_definitions[found->second];
}

bool FootnotePlan::fitsInline(const std::vector<const Node *> &references) {
    if (m_list->type != "footnotesList" || !restAttrs(*m_list, {}).empty()) return false;
    // The importer numbers notes in the order in which it meets them and lets equal bodies share one.
    std::vector<const Node *> waiting(references.rbegin(), references.rend());
    std::set<std::string> bodies;
    std::size_t named = 0;
    while (!waiting.empty()) {
        const Node &reference = *waiting.back();
        waiting.pop_back();
        const auto found = m_byKey.find(noteKey(reference));
        if (found == m_byKey.end()) continue;
        if (!restAttrs(reference, {"id"}).empty() || !reference.content.empty() || !reference.extra.empty())
            return false;
        if (found->second > named) return false;
        if (found->second < named) continue;
        const Node &definition = *m_definitions[named++].node;
        if (!restAttrs(definition, {"id"}).empty() || find(definition.attrs, "label")) return false;
        if (!bodies.insert(canonicalNodes(definition.content, FinalLineFeeds::Significant)).second) return false;
        std::vector<const Node *> nested;
        collectReferences(definition, nested);
        waiting.insert(waiting.end(), nested.rbegin(), nested.rend());
    }
    if (named != m_definitions.size()) return false;
    m_inline = true;
    for (const Definition &definition : m_definitions)
        if (!writeBody(*definition.node)) return false;
    return true;
}

bool FootnotePlan::writeBody(const Node &definition) {
    if (m_bodies.count(&definition)) return true;
    if (++m_depth > kMaxNestedNotes) return false;
    std::vector<const Node *> nested;
    collectReferences(definition, nested);
    for (const Node *reference : nested)
        if (const Definition *inner = definitionOf(*reference); inner && !writeBody(*inner->node)) return false;
    std::string body;
    for (std::size_t i = 0; i < definition.content.size(); ++i) {
        const Node &paragraph = definition.content[i];
        const bool empty = paragraph.content.empty();
        if (!restAttrs(paragraph, {}).empty() || (empty && definition.content.size() > 1)) return false;
        const auto text =
            empty ? std::string() : inlineMarkdown(paragraph.content, {InlinePlace::Note, false, false, false, this});
        if (!text) return false;
        if (i) body += "\\n";
        body += *text;
    }
    m_bodies.emplace(&definition, std::move(body));
    --m_depth;
    return true;
}

void FootnotePlan::nameDefinitions(const std::vector<const Node *> &references) {
    m_bodies.clear();
    std::set<std::string_view> labels;
    m_human = restAttrs(*m_list, {}).empty() && m_list->type == "footnotesList";
    for (Definition &definition : m_definitions) {
        const std::string_view label = stringAttr(definition.node->attrs, "label");
        m_human = m_human && isPlainNoteLabel(label) && labels.insert(label).second &&
                  restAttrs(*definition.node, {"id"}).empty();
    }
    std::vector<const Node *> all = references;
    for (const Definition &definition : m_definitions)
        collectReferences(*definition.node, all);
    for (const Node *reference : all) {
        const auto found = m_byKey.find(noteKey(*reference));
        if (found != m_byKey.end() && !m_definitions[found->second].reference)
            m_definitions[found->second].reference = reference;
    }
    for (const Definition &definition : m_definitions)
        m_human = m_human && definition.reference;
    for (std::size_t i = 0; i < m_definitions.size(); ++i)
        m_definitions[i].label =
            m_human ? std::string(stringAttr(m_definitions[i].node->attrs, "label")) : std::to_string(i + 1);
}

void FootnotePlan::appendReference(std::string &out, const Node &reference, bool html) const {
    const Definition *definition = definitionOf(reference);
    if (!definition) return appendOpaqueSpan(out, reference);
    if (m_inline) {
        const auto body = m_bodies.find(definition->node);
        if (html) {
            out += "<sup data-footnote-ref";
            appendHtmlAttribute(out, "data-fn-text", body->second);
            out += "></sup>";
        } else {
            out += "^[" + body->second + "]";
        }
        return;
    }
    const bool same = definition->reference && referenceJson(*definition->reference) == referenceJson(reference);
    if (html || !same) return appendOpaqueSpan(out, reference);
    out += "[^" + definition->label + "]";
}

void FootnotePlan::printDefinitions(BlockPrinter &printer) const {
    if (!m_list || m_inline) return;
    printer.writer().line({});
    if (!m_human) printHead(printer);
    for (std::size_t i = 0; i < m_definitions.size(); ++i) {
        if (i || !m_human) printer.writer().line({});
        printer.writer().push("[^" + m_definitions[i].label + "]: ", "    ");
        printer.blocks(m_definitions[i].node->content, "footnote");
        printer.writer().pop();
    }
}

void FootnotePlan::printHead(BlockPrinter &printer) const {
    Members head;
    head.emplace_back("type", Value(m_list->type));
    if (const Members rest = restAttrs(*m_list, {}); !rest.empty()) head.emplace_back("attrs", Value(rest));
    head.emplace_back("item", Value(m_list->content.front().type));
    Array definitions;
    for (const Definition &definition : m_definitions) {
        Members entry;
        entry.emplace_back("label", Value(definition.label));
        if (!definition.node->attrs.empty()) entry.emplace_back("attrs", Value(definition.node->attrs));
        if (definition.reference)
            if (auto value = valueFromJson(referenceJson(*definition.reference)))
                entry.emplace_back("ref", std::move(*value));
        definitions.push_back(Value(std::move(entry)));
    }
    head.emplace_back("defs", Value(std::move(definitions)));
    printer.comment("footnotes", head);
}

}  // namespace wikivault::markdown
