#include "engine/core/markdown/import.h"

#include "engine/core/markdown/canonical.h"
#include "engine/core/markdown/converter.h"
#include "engine/core/markdown/export_blocks.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>
#include <utility>

namespace wikivault::markdown {

namespace {

using Run = BlockImport::Run;

bool onlyNotes(const std::vector<Node> &nodes) {
    return !nodes.empty() && std::all_of(nodes.begin(), nodes.end(), [](const Node &node) { return isNote(node); }) &&
           std::none_of(nodes.begin(), nodes.end(), [](const Node &node) { return isNote(node, "nothing"); });
}

constexpr std::size_t kNowhere = std::string_view::npos;

bool isBareRun(const Run &run) {
    return run.imported.nodes.empty() && run.imported.lossy;
}

void mergeRun(Run &into, Run next) {
    if (isBareRun(into)) into.head = next.begin;
    into.end = next.end;
    into.imported.lossy = next.imported.lossy || (into.imported.lossy && !isBareRun(into));
    std::move(next.imported.nodes.begin(), next.imported.nodes.end(), std::back_inserter(into.imported.nodes));
}

/// Nodes that no schema knows hold no source, nor do definitions of notes, which go elsewhere.
bool holdsSource(const Node &node) {
    return isOfTheFile(node.type, "trailingSource") || (isNote(node) && !isNote(node, "nothing"));
}

/// Comments go to the block they speak of, sources without a node to the block before them.
std::vector<Run> joinedRuns(std::vector<Run> runs) {
    std::vector<Run> joined;
    joined.reserve(runs.size());
    bool waiting = false;  // the last one looks for its block
    for (Run &run : runs) {
        if (run.imported.nodes.empty() && !run.imported.lossy) continue;
        const bool notes = onlyNotes(run.imported.nodes), bare = isBareRun(run);
        if (waiting && (!isBareRun(joined.back()) || bare || holdsSource(run.imported.nodes.front()))) {
            mergeRun(joined.back(), std::move(run));
        } else if (!joined.empty() && bare && holdsSource(joined.back().imported.nodes.back())) {
            joined.back().tail = std::min(joined.back().tail, run.begin);
            joined.back().end = run.end;
        } else {
            joined.push_back(std::move(run));
        }
        waiting = notes || isBareRun(joined.back());
    }
    return joined;
}

/// The line that ends a fenced block which its author left open, or "".
std::string missingFence(std::string_view source) {
    const std::size_t begin = source.find_first_not_of(" ");
    if (begin == std::string_view::npos || (source[begin] != '`' && source[begin] != '~')) return {};
    const std::size_t end = std::min(source.find_first_not_of(source[begin], begin), source.size());
    const std::string fence(source.substr(begin, end - begin));
    const std::size_t last = source.find_last_of("\r\n");
    if (last == std::string_view::npos) return '\n' + fence;
    const std::string_view closing = trimmed(source.substr(last));
    const bool closed = closing.starts_with(fence) && closing.find_first_not_of(fence.front()) == kNowhere;
    return closed ? std::string() : '\n' + fence;
}

std::string_view withoutFinalSpace(std::string_view source) {
    while (!source.empty() && isSpaceChar(source.back()))
        source.remove_suffix(1);
    return source;
}

std::string_view withoutLineEnds(std::string_view source) {
    while (!source.empty() && isLineEnd(source.back()))
        source.remove_suffix(1);
    return source;
}

/// Blocks before and behind a source under test; those behind it would end whatever it leaves open.
constexpr std::string_view kBefore = "x\n\n", kBehind = "\n\nx-->?>]]></script></style></pre></textarea>\n\n$$\n\n:::";

void makeValid(Members &members) {
    for (auto &[name, value] : members) {
        name = validUtf8(name);
        if (auto *text = std::get_if<std::string>(&value)) *text = validUtf8(*text);
    }
}

void makeValid(std::vector<Node> &nodes) {
    std::vector<Node *> open;
    for (Node &node : nodes)
        open.push_back(&node);
    while (!open.empty()) {
        Node &node = *open.back();
        open.pop_back();
        node.type = validUtf8(node.type);
        node.text = validUtf8(node.text);
        makeValid(node.attrs);
        for (Mark &mark : node.marks)
            makeValid(mark.attrs);
        for (Node &child : node.content)
            open.push_back(&child);
    }
}

}  // namespace

BodyImport::BodyImport(std::string_view body, bool keepSource)
    : m_body(body),
      m_keepSource(keepSource),
      m_context(body.size()),
      m_tree(parseBlocks(body, m_context)),
      m_import(m_tree, m_context),
      m_docBegin(body.size()) {}

ImportedBody BodyImport::read() {
    collectNotes();
    std::vector<Run> runs = joinedRuns(m_import.runs(0));
    m_result.blocks.reserve(runs.size());
    for (Run &run : runs)
        addRun(std::move(run));
    if (m_keepSource) keepOtherDefinitions();
    addNotes();
    if (!isValidUtf8(m_body))
        for (Block &block : m_result.blocks)
            makeValid(block.nodes);
    return std::move(m_result);
}

void BodyImport::addRun(Run run) {
    std::vector<Node> &nodes = run.imported.nodes;
    run.end = run.begin + withoutLineEnds(m_body.substr(run.begin, run.end - run.begin)).size();
    settleNotes(run.imported, nullptr);
    if (nodes.size() == 1 && isNote(nodes.front(), "empty")) {
        nodes.clear();
        if (run.head == run.begin)
            m_result.hasContent = false;
        else
            nodes.push_back(makeNode("paragraph"));
    }
    const bool bare = isBareRun(run);
    if (bare) nodes.push_back(makeNode("paragraph"));
    if (nodes.empty()) return;
    if (run.imported.lossy && m_keepSource) keepSource(run);
    if (bare && nodes.front().attrs.empty()) run.tail = run.begin;
    if (m_keepSource) keepBareSource(run);
    m_result.blocks.push_back(
        {std::min(run.begin, std::exchange(m_docBegin, m_body.size())), run.end, std::move(nodes)});
}

/// The source stays with the node if it says all by itself and the export would not write it anyhow.
void BodyImport::keepSource(Run &run) {
    if (run.imported.nodes.size() != 1) return;
    const bool last = run.tail == kNowhere && isBlank(m_body.substr(run.end));
    std::string_view source = withoutLineEnds(m_body.substr(run.head, std::min(run.end, run.tail) - run.head));
    if (run.imported.nodes.front().type == "paragraph")
        source.remove_prefix(std::min(source.find_first_not_of(' '), source.size()));
    for (const bool colonFences : {false, true}) {
        std::string printed = blockMarkdown(run.imported.nodes.front(), {colonFences, m_context.hasNotes(), false});
        if (last) printed = withoutTrailingBlanks(printed);
        if (source == printed) return;
        keepEdgeSpace(printed);
        if (source == printed) return;
    }
    Node &node = run.imported.nodes.front();
    const std::string fence = node.type == "codeBlock" ? missingFence(source) : std::string();
    std::string kept = std::string(fence.empty() ? withoutFinalSpace(source) : source) + fence;
    if (!isOfTheFile(node.type, "source")) return;
    const bool ends = last && !m_context.hasNotes();
    // Behind a list, spaces would make it part of the last item.
    const std::size_t spaces = kept.find_first_not_of(' ');
    if (spaces > 0 && spaces < 4 && standsAlone(kept.substr(spaces), node, ends))
        kept.erase(0, spaces);
    else if (!standsAlone(kept, node, ends))
        return;
    setMember(node.attrs, "source", std::move(kept));
    m_kept.emplace_back(run.head, std::min(run.end, run.tail));
}

/// What has no node in any schema rides before or behind the block next to it.
void BodyImport::keepBareSource(Run &run) {
    const auto keep = [&](Node &node, const char *name, std::size_t begin, std::size_t end) {
        if (begin >= end) return;
        std::string_view bare = withoutFinalSpace(m_body.substr(begin, end - begin));
        bare.remove_prefix(std::min(bare.find_first_not_of(' '), bare.size()));
        std::string source(bare);
        if (!isOfTheFile(node.type, name) || !isBare(source)) return;
        setMember(node.attrs, name, std::move(source));
        m_kept.emplace_back(begin, end);
    };
    keep(run.imported.nodes.front(), "leadingSource", run.begin, run.head);
    keep(run.imported.nodes.back(), "trailingSource", run.tail, run.end);
}

/// Definitions that no kept source holds go behind the last block.
void BodyImport::keepOtherDefinitions() {
    std::string source;
    std::sort(m_kept.begin(), m_kept.end());
    for (const ImportContext::Definitions &definitions : m_context.definitions()) {
        const auto behind = std::upper_bound(m_kept.begin(), m_kept.end(), std::pair(definitions.begin, kNowhere));
        const bool kept = behind != m_kept.begin() && definitions.begin < std::prev(behind)->second;
        if (!kept) source += definitions.source + (definitions.source.ends_with('\n') ? "" : "\n");
    }
    if (source.empty() || !m_result.hasContent) return;
    const auto holds = [](const Block &block) { return holdsSource(block.nodes.back()); };
    auto holder = std::find_if(m_result.blocks.rbegin(), m_result.blocks.rend(), holds);
    if (holder == m_result.blocks.rend()) {
        m_result.blocks.push_back({m_body.size(), m_body.size(), {makeNode("paragraph")}});
        holder = m_result.blocks.rbegin();
    }
    Members &attrs = holder->nodes.back().attrs;
    const std::string_view before = stringAttr(attrs, "trailingSource");
    source = (before.empty() ? std::string() : std::string(before) + "\n\n") + std::string(withoutFinalSpace(source));
    if (isBare(source)) setMember(attrs, "trailingSource", std::move(source));
}

bool standsAlone(const std::string &source, const Node &node, bool last) {
    static const std::vector<Node> kBehindNodes = readBack(kBehind).content;
    const Node read = readBack(last ? std::string(withoutTrailingBlanks(source)) : source + std::string(kBehind));
    std::vector<Node> expected{node};
    if (!last) expected.insert(expected.end(), kBehindNodes.begin(), kBehindNodes.end());
    return read.attrs.empty() &&
           canonicalNodes(read.content, FinalLineFeeds::Ignored) == canonicalNodes(expected, FinalLineFeeds::Ignored);
}

bool isBare(const std::string &source) {
    static const std::string kWithout =
        canonicalNode(readBack(std::string(kBefore) + std::string(kBehind)), FinalLineFeeds::Ignored);
    const Node read = readBack(std::string(kBefore) + source + std::string(kBehind));
    return canonicalNode(read, FinalLineFeeds::Ignored) == kWithout;
}

std::vector<Block> toBlocks(std::string_view body) {
    return BodyImport(body, true).read().blocks;
}

namespace {

Node documentOf(ImportedBody read) {
    Node doc = makeNode("doc", std::move(read.docAttrs));
    doc.content.reserve(read.blocks.size());
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
