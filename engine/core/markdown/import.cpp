#include "engine/core/markdown/block_parser.h"
#include "engine/core/markdown/inline_parser.h"
#include "engine/core/markdown/text_scan.h"

namespace wikivault::markdown {

namespace {

/// The definitions of `^[…]` notes, in order of appearance, as the list that ends the document.
Node footnotesOf(ImportContext &context) {
    Node list = makeNode("footnotesList");
    for (std::size_t i = 0; i < context.notes().size(); ++i) {
        const ImportContext::Note note = context.notes()[i];
        Node paragraph = makeNode("paragraph", parseInline(note.body, context, note.depth + 1).nodes);
        list.content.push_back(makeNode("footnoteDefinition", {paragraph}, {{"id", noteId(i + 1)}}));
    }
    return list;
}

}  // namespace

std::vector<Block> toBlocks(std::string_view body) {
    const std::string text = validUtf8(body);
    ImportContext context(text.size());
    const BodyLines lines = splitLines(text);
    std::vector<Block> blocks = BlockParser(lines, context, 0).parse();
    if (!context.notes().empty()) {
        Node notes = footnotesOf(context);
        if (blocks.empty()) blocks.push_back({0, text.size(), {}});
        blocks.back().nodes.push_back(std::move(notes));
    }
    return blocks;
}

Node fromMarkdown(std::string_view body) {
    Node doc = makeNode("doc");
    if (trimmed(body) == "<!--empty-->") return doc;
    for (Block &block : toBlocks(body))
        for (Node &node : block.nodes) doc.content.push_back(std::move(node));
    if (doc.content.empty()) doc.content.push_back(makeNode("paragraph"));
    return doc;
}

}  // namespace wikivault::markdown
