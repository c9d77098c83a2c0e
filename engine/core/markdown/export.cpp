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
    std::size_t end = 0;
    for (std::size_t at = text.find(":::"); at != std::string_view::npos; at = text.find(":::", end)) {
        end = text.find_first_not_of(" \t:", at);
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
            if (!child.text.empty())
                text += child.text;
            else if (!text.empty())
                text += '\n';
            if (!child.content.empty()) open.push_back(&child);
        }
        if (!text.empty() && holdsColonFence(std::string_view(text))) return true;
    }
    return false;
}

bool sameListFamily(const Node &a, const Node &b) {
    const auto family = [](const Node &node) {
        return node.type == "orderedList" ? 2 : node.type == "bulletList" || node.type == "taskList" ? 1 : 0;
    };
    return family(a) != 0 && family(a) == family(b);
}

const std::string *textAttr(const Node &node, std::string_view name) {
    const Value *value = isOfTheFile(node.type, name) ? find(node.attrs, name) : nullptr;
    return value ? std::get_if<std::string>(value) : nullptr;
}

bool hasSource(const Node &node) {
    return std::any_of(node.attrs.begin(), node.attrs.end(),
                       [&](const auto &attr) { return isOfTheFile(node.type, attr.first); });
}

}  // namespace

void keepEdgeSpace(std::string &body) {
    const CodePoint first = codePointAt(body, 0);
    if (first.length > 1 && isScriptSpace(first.value)) {
        std::string reference;
        appendReference(reference, first.value);
        body.replace(0, first.length, reference);
    }
    const CodePoint last = codePointBefore(body, body.size());
    if (last.length > 1 && body.size() > last.length && isScriptSpace(last.value)) {
        body.resize(body.size() - last.length);
        if (endsInEscape(body)) body += '\\';  // it would make the reference text
        appendReference(body, last.value);
    }
}

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

void BlockPrinter::use(const std::string &source) {
    m_usedSource = true;
    m_usedDefinitions = m_usedDefinitions || source.find("]:") != std::string::npos;
}

const std::string *BlockPrinter::source(const Node &node, const Where &where) {
    const std::string *kept = m_sources == Sources::Kept ? textAttr(node, "source") : nullptr;
    if (!kept || !standsAlone(*kept, node, where.last)) return nullptr;
    use(*kept);
    return kept;
}

const std::string *BlockPrinter::bareSource(const Node &node, std::string_view name) {
    const std::string *kept = m_sources == Sources::Kept ? textAttr(node, name) : nullptr;
    if (!kept || !isBare(*kept)) return nullptr;
    use(*kept);
    return kept;
}

void BlockPrinter::blocks(const std::vector<Node> &nodes, std::string_view parent) {
    const Node *last = nullptr;
    bool first = true;
    for (const Node &node : nodes) {
        if (m_footnotes.owns(node)) continue;
        if (last) m_writer.line({});
        const bool top = parent == "doc";
        if (const auto *leading = top ? bareSource(node, "leadingSource") : nullptr) {
            m_writer.lines(*leading);
            m_writer.line({});
        }
        if (last && sameListFamily(*last, node)) {
            m_writer.line("<!-- -->");
            m_writer.line({});
        }
        const bool isLast = &node == &nodes.back() || (&nodes.back() == &node + 1 && m_footnotes.owns(nodes.back()));
        const bool plain = m_writer.depth() <= kMaxContainers && node.marks.empty() && node.extra.empty();
        if (!plain || !block(node, {parent, first, nodes.size() == 1,
                                    isLast && top && !m_footnotes.hasLabels() && !textAttr(node, "trailingSource")}))
            opaque(node);
        if (const auto *trailing = top ? bareSource(node, "trailingSource") : nullptr) {
            m_writer.line({});
            m_writer.lines(*trailing);
        }
        last = &node;
        first = false;
    }
    if (!last) m_writer.line("<!--empty-->");
}

bool BlockPrinter::block(const Node &node, const Where &where) {
    const std::string_view type = node.type;
    if (const std::string *kept = source(node, where)) {
        m_writer.lines(*kept);
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
    if (isEmptyDocument(doc) && !doc.content.empty() && !hasSource(doc.content.front())) return;
    blocks(doc.content, "doc");
    m_footnotes.printDefinitions(*this);
}

std::string blockMarkdown(const Node &block, DocumentTraits traits) {
    const FootnotePlan footnotes(block, traits);
    BlockPrinter printer(footnotes, traits.colonFences);
    printer.blocks({block}, "doc");
    return printer.take();
}

namespace {

struct Printed {
    std::string body;
    bool usedSource, usedDefinitions;
};

Printed print(const Node &doc, BlockPrinter::Sources sources, DocumentTraits traits) {
    const FootnotePlan footnotes(doc, traits);
    BlockPrinter printer(footnotes, traits.colonFences, sources);
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
    return {std::move(body), printer.usedSource(), printer.usedDefinitions()};
}

bool says(const std::string &body, const Node &doc) {
    return canonicalNode(readBack(body), FinalLineFeeds::Ignored) == canonicalNode(doc, FinalLineFeeds::Ignored);
}

}  // namespace

std::string toMarkdown(const Node &doc) {
    DocumentTraits traits{holdsColonFence(doc), false, false};
    Printed printed = print(doc, BlockPrinter::Sources::Kept, traits);
    if (!printed.usedSource) return std::move(printed.body);
    traits.references = printed.usedDefinitions;
    if (traits.references) printed = print(doc, BlockPrinter::Sources::Kept, traits);
    // Sources that fit alone may still change each other, or what stands between them.
    if (says(printed.body, doc)) return std::move(printed.body);
    traits.references = false;
    return print(doc, BlockPrinter::Sources::Dropped, traits).body;
}

}  // namespace wikivault::markdown
