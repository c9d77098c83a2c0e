#include "engine/core/markdown/canonical.h"
#include "engine/core/markdown/converter.h"
#include "engine/core/markdown/escape.h"
#include "engine/core/markdown/export_blocks.h"
#include "engine/core/markdown/export_footnotes.h"
#include "engine/core/markdown/import.h"
#include "engine/core/markdown/json.h"

#include <algorithm>

namespace wikivault::markdown {
namespace {

/// Deeper blocks are written as opaque nodes: every further level would cost its markers on every line.
constexpr std::size_t kMaxContainers = 300;

bool holdsColonFence(std::string_view text) {
    for (std::size_t at = text.find(":::"); at != std::string_view::npos; at = text.find(":::", at + 3)) {
        const std::size_t end = text.find_first_not_of(" \t:", at);
        if (end == std::string_view::npos || text[end] == '\n') return true;
    }
    return false;
}

/// Whether some line of the document would close `:::word`.
bool holdsColonFence(const Node &doc) {
    std::vector<const Node *> open{&doc};
    std::string text;
    while (!open.empty()) {
        const Node &node = *open.back();
        open.pop_back();
        text.clear();  // neighbouring texts may be one or several
        for (const Node &child : node.content) {
            if (!child.text.empty()) text += child.text;
            else if (!text.empty()) text += '\n';
            if (!child.content.empty()) open.push_back(&child);
        }
        if (!text.empty() && holdsColonFence(std::string_view(text))) return true;
    }
    return false;
}

/// White space that a page file's reader would trim off the body.
void keepEdgeSpace(std::string &body) {
    const CodePoint first = codePointAt(body, 0), last = codePointBefore(body, body.size());
    if (first.length > 1 && isScriptSpace(first.value)) {
        std::string reference;
        appendReference(reference, first.value);
        body.replace(0, first.length, reference);
    }
    if (last.length > 1 && body.size() > last.length && isScriptSpace(last.value)) {
        body.resize(body.size() - last.length);
        appendReference(body, last.value);
    }
}

bool sameListFamily(const Node &a, const Node &b) {
    const auto family = [](const Node &node) {
        return node.type == "orderedList" ? 2 : node.type == "bulletList" || node.type == "taskList" ? 1 : 0;
    };
    return family(a) != 0 && family(a) == family(b);
}

/// A person's source of a block, kept as long as it still means the block.
const std::string *keptSource(const Node &node) {
    const Value *value = node.type == "htmlEmbed" ? nullptr : find(node.attrs, "source");
    return value ? std::get_if<std::string>(value) : nullptr;
}

bool sourceStillFits(const std::string &source, const Node &node) {
    const std::vector<Node> read = readBack(source).content;
    return read.size() == 1 &&
           canonicalNode(read.front(), FinalLineFeeds::Significant) == canonicalNode(node, FinalLineFeeds::Significant);
}

}  // namespace

bool allChildren(const Node &node, std::string_view type, std::string_view other) {
    return !node.content.empty() && std::all_of(node.content.begin(), node.content.end(), [&](const Node &child) {
        return child.type == type || (!other.empty() && child.type == other);
    });
}

void BlockPrinter::comment(std::string_view name, const Members &members) {
    std::string text;
    appendComment(text, name, members);
    m_writer.line(text);
}

void BlockPrinter::announce(const Members &rest) {
    if (rest.empty()) return;
    comment("block", rest);
    m_writer.line({});
}

void BlockPrinter::opaque(const Node &node) {
    std::string json, text;
    appendJson(json, node);
    appendComment(text, "node", json);
    m_writer.line(text);
}

void BlockPrinter::blocks(const std::vector<Node> &nodes, std::string_view parent) {
    const Node *last = nullptr;
    bool first = true;
    for (const Node &node : nodes) {
        if (m_footnotes.owns(node)) continue;
        if (last) m_writer.line({});
        if (last && sameListFamily(*last, node)) {
            m_writer.line("<!-- -->");
            m_writer.line({});
        }
        const bool plain = m_writer.depth() <= kMaxContainers && node.marks.empty() && node.extra.empty();
        if (!plain || !block(node, {parent, first, nodes.size() == 1})) opaque(node);
        last = &node;
        first = false;
    }
    if (!last) m_writer.line("<!--empty-->");
}

bool BlockPrinter::block(const Node &node, const Where &where) {
    const std::string_view type = node.type;
    if (const std::string *source = keptSource(node); source && sourceStillFits(*source, node)) {
        m_writer.lines(*source);
        return true;
    }
    if (type == "paragraph") return paragraph(node, where);
    if (type == "heading") return heading(node);
    if (type == "bulletList" || type == "orderedList" || type == "taskList") return list(node);
    if (type == "codeBlock") return codeBlock(node);
    if (type == "table") return table(node);
    if (type == "blockquote") return blockquote(node);
    if (type == "callout") return callout(node);
    if (type == "details") return details(node);
    if (type == "horizontalRule") return rule(node);
    if (type == "mathBlock") return mathBlock(node);
    if (type == "columns" || type == "transclusionSource" || type == "htmlEmbed") return html(node);
    return isMediaType(type) && media(node);
}

void BlockPrinter::document(const Node &doc) {
    if (const Members rest = restAttrs(doc, {}); !rest.empty()) {
        comment("doc", rest);
        m_writer.line({});
    }
    if (isEmptyDocument(doc) && !doc.content.empty() && !keptSource(doc.content.front())) return;
    blocks(doc.content, "doc");
    m_footnotes.printDefinitions(*this);
}

std::string blockMarkdown(const Node &block, DocumentTraits traits) {
    const FootnotePlan footnotes(block, traits.noteLabels);
    BlockPrinter printer(footnotes, traits.colonFences);
    printer.blocks({block}, "doc");
    return printer.take();
}

std::string toMarkdown(const Node &doc) {
    const FootnotePlan footnotes(doc);
    BlockPrinter printer(footnotes, holdsColonFence(doc));
    if (doc.type == "doc") {
        printer.document(doc);
    } else {
        std::vector<Node> one{doc};
        printer.blocks(one, "doc");
    }
    std::string body = printer.take();
    // Trailing blanks are only ever those of an empty item or heading at the end.
    while (!body.empty() && (body.back() == ' ' || body.back() == '\n'))
        body.pop_back();
    keepEdgeSpace(body);
    return body;
}

}  // namespace wikivault::markdown
