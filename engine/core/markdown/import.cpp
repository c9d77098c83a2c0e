#include "engine/core/markdown/import.h"

#include "engine/core/markdown/canonical.h"
#include "engine/core/markdown/converter.h"
#include "engine/core/markdown/export_blocks.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>

namespace wikivault::markdown {

namespace {

using Run = BlockImport::Run;

bool onlyNotes(const std::vector<Node> &nodes) {
    return !nodes.empty() && std::all_of(nodes.begin(), nodes.end(), [](const Node &node) { return isNote(node); }) &&
           std::none_of(nodes.begin(), nodes.end(), [](const Node &node) { return isNote(node, "nothing"); });
}

void mergeRun(Run &into, Run next) {
    into.end = next.end;
    into.imported.lossy = into.imported.lossy || next.imported.lossy;
    std::move(next.imported.nodes.begin(), next.imported.nodes.end(), std::back_inserter(into.imported.nodes));
}

/// Comments go to the block they speak of, sources without a node to the block before them.
std::vector<Run> joinedRuns(std::vector<Run> runs) {
    std::vector<Run> joined;
    bool waiting = false;  // the last one looks for its block
    for (Run &run : runs) {
        const bool notes = onlyNotes(run.imported.nodes), bare = run.imported.nodes.empty() && run.imported.lossy;
        if (!joined.empty() && (waiting || bare))
            mergeRun(joined.back(), std::move(run));
        else
            joined.push_back(std::move(run));
        waiting = notes || (joined.back().imported.nodes.empty() && joined.back().imported.lossy);
    }
    return joined;
}

void makeValid(Members &members) {
    for (auto &[name, value] : members) {
        name = validUtf8(name);
        if (auto *text = std::get_if<std::string>(&value)) *text = validUtf8(*text);
    }
}

void makeValid(std::vector<Node> &nodes) {
    std::vector<Node *> open;
    for (Node &node : nodes) open.push_back(&node);
    while (!open.empty()) {
        Node &node = *open.back();
        open.pop_back();
        node.type = validUtf8(node.type);
        node.text = validUtf8(node.text);
        makeValid(node.attrs);
        for (Mark &mark : node.marks) makeValid(mark.attrs);
        for (Node &child : node.content) open.push_back(&child);
    }
}

}  // namespace

BodyImport::BodyImport(std::string_view body, bool keepSource)
    : m_body(body), m_keepSource(keepSource), m_context(body.size()), m_tree(parseBlocks(body, m_context)), m_import(m_tree, m_context) {}

ImportedBody BodyImport::read() {
    collectNotes();
    for (Run &run : joinedRuns(m_import.runs(0))) addRun(std::move(run));
    addNotes();
    if (!isValidUtf8(m_body))
        for (Block &block : m_result.blocks) makeValid(block.nodes);
    return std::move(m_result);
}

void BodyImport::addRun(Run run) {
    std::vector<Node> &nodes = run.imported.nodes;
    for (const Node &node : nodes)
        if (isNote(node, "doc")) mergeMembers(m_result.docAttrs, node.attrs);
    std::erase_if(nodes, [](const Node &node) { return isNote(node, "doc") || isNote(node, "footnotes"); });
    settleNotes(run.imported, nullptr);
    if (nodes.size() == 1 && isNote(nodes.front(), "empty")) {
        m_result.hasContent = false;
        nodes.clear();
    }
    if (nodes.empty() && run.imported.lossy) nodes.push_back(makeNode("paragraph"));
    if (nodes.empty()) return;
    if (run.imported.lossy && m_keepSource) keepSource(run);
    m_result.blocks.push_back({run.begin, run.end, std::move(nodes)});
}

/// The source stays with the node if it says all by itself and the export would not write it anyhow.
void BodyImport::keepSource(Run &run) const {
    const std::string_view source = m_body.substr(run.begin, run.end - run.begin);
    if (run.imported.nodes.size() != 1) return;
    for (const bool colonFences : {false, true}) {
        std::string printed = blockMarkdown(run.imported.nodes.front(), {colonFences, m_context.hasNotes()});
        if (run.end == m_body.size()) printed = withoutTrailingBlanks(printed);
        if (source == printed || (source.ends_with(printed) && source.starts_with("<!--doc "))) return;
    }
    const ImportedBody alone = BodyImport(source, false).read();
    if (alone.blocks.size() != 1 || alone.blocks[0].nodes.size() != 1) return;
    Node &node = run.imported.nodes.front();
    if (canonicalNode(alone.blocks[0].nodes[0], FinalLineFeeds::Significant) != canonicalNode(node, FinalLineFeeds::Significant)) return;
    setMember(node.attrs, "source", std::string(source));
}

std::vector<Block> toBlocks(std::string_view body) {
    return BodyImport(body, true).read().blocks;
}

namespace {

Node documentOf(ImportedBody read) {
    Node doc = makeNode("doc", std::move(read.docAttrs));
    for (Block &block : read.blocks)
        std::move(block.nodes.begin(), block.nodes.end(), std::back_inserter(doc.content));
    if (doc.content.empty() && read.hasContent) doc.content.push_back(makeNode("paragraph"));
    return doc;
}

}  // namespace

Node fromMarkdown(std::string_view body) {
    return documentOf(BodyImport(body, true).read());
}

Node readBack(std::string_view body) {
    return documentOf(BodyImport(body, false).read());
}

}  // namespace wikivault::markdown
