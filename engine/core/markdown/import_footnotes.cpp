#include "engine/core/markdown/import.h"

#include "engine/core/markdown/inline_parser.h"
#include "engine/core/markdown/json.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>

namespace wikivault::markdown {

namespace {

/// The bodies of an inline note: `\n` (a backslash and an n) parts paragraphs.
std::vector<std::string_view> noteParagraphs(std::string_view body) {
    std::vector<std::string_view> parts;
    std::size_t begin = 0;
    for (std::size_t i = 0; i + 1 < body.size(); ++i) {
        if (body[i] != '\\') continue;
        if (body[i + 1] == 'n') {
            parts.push_back(body.substr(begin, i - begin));
            begin = i + 2;
        }
        ++i;
    }
    parts.push_back(body.substr(begin));
    return parts;
}

/// A footnote holds paragraphs: other blocks give their text.
void appendParagraphs(std::vector<Node> &out, std::vector<Node> nodes) {
    for (Node &node : nodes) {
        const bool text = node.type == "paragraph" || node.type == "heading" || node.type == "codeBlock" ||
                          node.type == "detailsSummary";
        if (node.type == "codeBlock")
            for (const std::string_view name : {"info", "language"})
                if (const auto word = stringAttr(node.attrs, name); !word.empty())
                    node.content.insert(node.content.begin(), makeText(std::string(word) + '\n'));
        if (text) {
            out.push_back(makeNode("paragraph", node.type == "paragraph" ? std::move(node.attrs) : Members(),
                                   std::move(node.content)));
        } else if (node.content.empty()) {
            std::string shown;
            for (const std::string_view name : {"alt", "name", "text", "src", "url"})
                if (const auto value = stringAttr(node.attrs, name); !value.empty())
                    shown += (shown.empty() ? "" : " ") + std::string(value);
            if (!shown.empty()) out.push_back(makeNode("paragraph", {}, {makeText(std::move(shown))}));
        } else {
            appendParagraphs(out, std::move(node.content));
        }
    }
}

std::optional<Node> nodeIn(const Members &entry, std::string_view name) {
    const Value *value = find(entry, name);
    if (!value) return std::nullopt;
    std::string json;
    appendJson(json, *value);
    auto node = nodeFromJson(json);
    return node ? std::optional(std::move(*node)) : std::nullopt;
}

Members membersIn(const Members &entry, std::string_view name) {
    const Value *value = find(entry, name);
    const auto *members = value ? std::get_if<Members>(value) : nullptr;
    return members ? *members : Members();
}

std::vector<Members> definitionsIn(const Members &carrier) {
    std::vector<Members> all;
    const Value *value = find(carrier, "defs");
    const auto *list = value ? std::get_if<Array>(value) : nullptr;
    for (const Value &entry : list ? *list : Array())
        if (const auto *members = std::get_if<Members>(&entry)) all.push_back(*members);
    return all;
}

}  // namespace

/// A comment about the whole document, which stands by itself.
void BodyImport::readCarrier(BlockEntry &comment) {
    const std::string_view text = trimmed(comment.text);
    if (!text.starts_with("<!--") || commentLength(text, 0) != text.size()) return;
    auto directive = parseDirective(text);
    if (!directive || (directive->name != "footnotes" && directive->name != "doc") || directive->payload.empty())
        return;
    comment.kind = BlockKind::Definitions;
    if (directive->name == "doc") {
        m_docBegin = std::min(m_docBegin, comment.begin);
        mergeMembers(m_result.docAttrs, std::move(directive->payload));
        return;
    }
    m_carrier = std::move(directive->payload);
    for (const Members &entry : definitionsIn(m_carrier))
        if (auto reference = nodeIn(entry, "ref"))
            m_context.defineNoteNode(stringAttr(entry, "label"), std::move(*reference));
}

void BodyImport::collectNotes() {
    for (std::uint32_t at = 0; at < m_tree.blocks.size(); ++at) {
        BlockEntry &block = m_tree.blocks[at];
        if (block.kind == BlockKind::Note) m_notes[foldedLabel(block.info)].push_back(at);
        if (block.kind == BlockKind::Html && block.parent == 0) readCarrier(block);
    }
}

std::vector<Node> BodyImport::noteBlocks(const std::string &folded) {
    ImportedNodes blocks;
    for (const std::uint32_t at : m_notes[folded]) {
        ImportedNodes part = m_import.children(at);
        std::move(part.nodes.begin(), part.nodes.end(), std::back_inserter(blocks.nodes));
    }
    settleNotes(blocks, nullptr);
    return std::move(blocks.nodes);
}

std::vector<Node> BodyImport::inlineNoteBlocks(const ImportContext::Note &note) {
    ImportedNodes blocks;
    for (const std::string_view part : noteParagraphs(note.body)) {
        InlineContent content = parseInline(part, m_context, note.depth);
        appendTextBlocks(blocks, makeNode("paragraph", std::move(content.attrs)), std::move(content.nodes));
    }
    return std::move(blocks.nodes);
}

/// The definitions in the order of their references; reading one may find more.
Node BodyImport::notesList() {
    Node list = makeNode("footnotesList");
    for (std::size_t i = 0;; ++i) {
        if (i == m_context.notes().size()) m_context.numberUnreferencedNotes();
        if (i == m_context.notes().size()) return list;
        const ImportContext::Note note = m_context.notes()[i];
        Node definition = makeNode("footnoteDefinition", {{"id", noteId(i + 1)}});
        if (!note.label.empty())
            definition.attrs.emplace_back("label", m_tree.blocks[m_notes[note.label].front()].info);
        appendParagraphs(definition.content, note.label.empty() ? inlineNoteBlocks(note) : noteBlocks(note.label));
        fillContainer(definition.content);
        list.content.push_back(std::move(definition));
    }
}

/// The list as `<!--footnotes {…}-->` describes it.
Node BodyImport::carriedList() {
    Node list = makeNode(std::string(stringAttr(m_carrier, "type")), membersIn(m_carrier, "attrs"));
    const std::string item(stringAttr(m_carrier, "item"));
    for (const Members &entry : definitionsIn(m_carrier)) {
        Node definition = makeNode(item, membersIn(entry, "attrs"));
        definition.content = noteBlocks(foldedLabel(stringAttr(entry, "label")));
        fillContainer(definition.content);
        list.content.push_back(std::move(definition));
    }
    return list;
}

void BodyImport::addNotes() {
    const bool carried = !m_carrier.empty();
    Node list = carried ? carriedList() : notesList();
    if (list.content.empty() && !carried) return;
    std::uint32_t last = m_tree.blocks[0].lastChild;
    if (last == BlockEntry::none || m_tree.blocks[last].kind != BlockKind::Note) {
        if (m_result.blocks.empty()) m_result.blocks.push_back({0, 0, {}});
        m_result.blocks.back().nodes.push_back(std::move(list));
        return;
    }
    const std::size_t from = m_result.blocks.empty() ? 0 : m_result.blocks.back().end;
    std::size_t begin = m_tree.blocks[last].begin;
    for (auto at = m_tree.blocks[0].firstChild; at != last; at = m_tree.blocks[at].next)
        if (m_tree.blocks[at].begin >= from && m_tree.blocks[at].kind == BlockKind::Note) {
            begin = m_tree.blocks[at].begin;
            break;
        }
    if (m_result.blocks.empty() && m_result.hasContent)
        m_result.blocks.push_back({begin, begin, {makeNode("paragraph")}});
    m_result.blocks.push_back({begin, m_tree.blocks[last].end, {}});
    m_result.blocks.back().nodes.push_back(std::move(list));
}

}  // namespace wikivault::markdown
