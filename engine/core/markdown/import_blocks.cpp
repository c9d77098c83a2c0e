#include "engine/core/markdown/export_blocks.h"
#include "engine/core/markdown/import_nodes.h"

#include "engine/core/markdown/block_reader.h"
#include "engine/core/markdown/html_entities.h"
#include "engine/core/markdown/inline_parser.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>

namespace wikivault::markdown {

namespace {

void append(ImportedNodes &to, ImportedNodes from) {
    to.lossy = to.lossy || from.lossy;
    std::move(from.nodes.begin(), from.nodes.end(), std::back_inserter(to.nodes));
}

bool sameList(const BlockEntry &a, const BlockEntry &b) {
    return a.kind == BlockKind::Item && b.kind == BlockKind::Item && a.ordered == b.ordered && a.sign == b.sign;
}

/// A paragraph that is `$$formula$$` on one line: the formula, or "".
std::string_view lineFormula(std::string_view text) {
    text = trimmed(text);
    if (text.size() < 5 || !text.starts_with("$$") || !text.ends_with("$$")) return {};
    text = text.substr(2, text.size() - 4);
    return text.find_first_of("$\n") == std::string_view::npos ? text : std::string_view();
}

void makeBold(std::vector<Node> &content) {
    for (Node &node : content) {
        const bool bold =
            std::any_of(node.marks.begin(), node.marks.end(), [](const Mark &mark) { return mark.type == "bold"; });
        if (node.type == "text" && !bold) node.marks.push_back({"bold", {}});
    }
}

}  // namespace

std::vector<BlockImport::Run> BlockImport::runs(std::uint32_t container, bool task) {
    std::vector<std::uint32_t> siblings;
    for (auto at = m_tree.blocks[container].firstChild; at != BlockEntry::none; at = m_tree.blocks[at].next)
        siblings.push_back(at);
    std::vector<std::string_view> pieces(siblings.size());
    const auto entry = [&](std::size_t i) -> const BlockEntry & { return m_tree.blocks[siblings[i]]; };
    for (std::size_t i = 0; i < siblings.size(); ++i)
        if (entry(i).kind == BlockKind::Html) pieces[i] = entry(i).text;
    const std::vector<std::size_t> reach = htmlReach(pieces);
    std::vector<Run> found;
    found.reserve(siblings.size());
    for (std::size_t i = 0; i < siblings.size();) {
        std::size_t last = i;
        if (entry(i).kind == BlockKind::Html)
            for (std::size_t inner = i; inner <= last; ++inner)
                last = std::max(last, reach[inner]);
        else
            while (last + 1 < siblings.size() && sameList(entry(i), entry(last + 1)))
                ++last;
        if (task && i == 0) {
            found.push_back({entry(i).begin, entry(i).end, taskParagraph(entry(i))});
            i = 1;
            continue;
        }
        found.push_back({entry(i).begin, entry(last).end,
                         unit({siblings.begin() + static_cast<std::ptrdiff_t>(i),
                               siblings.begin() + static_cast<std::ptrdiff_t>(last) + 1})});
        i = last + 1;
    }
    return found;
}

/// One block, the items of a list, or HTML with the blocks inside it.
ImportedNodes BlockImport::unit(const std::vector<std::uint32_t> &entries) {
    const BlockEntry &first = m_tree.blocks[entries.front()];
    if (first.kind == BlockKind::Html) return html(entries);
    return first.kind == BlockKind::Item ? list(entries) : block(entries.front());
}

ImportedNodes BlockImport::children(std::uint32_t container) {
    ImportedNodes all;
    for (Run &run : runs(container, false))
        append(all, std::move(run.imported));
    return all;
}

ImportedNodes BlockImport::html(const std::vector<std::uint32_t> &entries) {
    HtmlTree tree;
    bool lossy = false;
    for (std::size_t i = 0; i < entries.size();) {
        const BlockEntry &entry = m_tree.blocks[entries[i]];
        if (entry.kind == BlockKind::Html) {
            tree.addHtml(entry.text);
            ++i;
            continue;
        }
        std::size_t end = i + 1;
        while (end < entries.size() && sameList(entry, m_tree.blocks[entries[end]]))
            ++end;
        ImportedNodes inner = unit(
            {entries.begin() + static_cast<std::ptrdiff_t>(i), entries.begin() + static_cast<std::ptrdiff_t>(end)});
        lossy = lossy || inner.lossy;
        tree.addBlocks(std::move(inner.nodes));
        i = end;
    }
    ImportedNodes out = HtmlImport(m_context, 0).blocks(tree.take(), true);
    out.lossy = out.lossy || lossy || tree.isLossy();
    return out;
}

ImportedNodes BlockImport::block(std::uint32_t at) {
    const BlockEntry &entry = m_tree.blocks[at];
    ImportedNodes out;
    switch (entry.kind) {
        case BlockKind::Quote: out = container(at, makeNode("blockquote")); break;
        case BlockKind::Callout: out = callout(at); break;
        case BlockKind::Fence: out = fence(at); break;
        case BlockKind::Paragraph: out = paragraph(entry); break;
        case BlockKind::Heading:
            out = textBlock(makeNode("heading", {{"level", static_cast<std::int64_t>(entry.number)}}), entry.text);
            break;
        case BlockKind::Code: out = code(entry); break;
        case BlockKind::Rule: out.nodes.push_back(makeNode("horizontalRule")); break;
        case BlockKind::Table: out = table(entry); break;
        case BlockKind::Math: out.nodes.push_back(makeNode("mathBlock", {{"text", entry.text}})); break;
        case BlockKind::Note: out.nodes.push_back(makeNode(kNoteSign + std::string("nothing"))); break;
        default: break;
    }
    out.lossy = out.lossy || entry.lossy;
    return out;
}

ImportedNodes BlockImport::textBlock(Node node, std::string_view text) {
    InlineContent content = parseInline(text, m_context);
    mergeMembers(node.attrs, std::move(content.attrs));
    ImportedNodes out{{}, content.lossy};
    appendTextBlocks(out, std::move(node), std::move(content.nodes));
    return out;
}

ImportedNodes BlockImport::paragraph(const BlockEntry &entry) {
    if (const std::string_view formula = lineFormula(entry.text); !formula.empty())
        return {{makeNode("mathBlock", {{"text", std::string(formula)}})}, true};
    return textBlock(makeNode("paragraph"), withoutTrailingBlanks(entry.text));
}

ImportedNodes BlockImport::code(const BlockEntry &entry) {
    ImportedNodes out;
    Node block = makeNode("codeBlock");
    const std::string_view info = entry.info;
    const std::size_t word = std::min(info.find_first_of(" \t"), info.size());
    if (word > 0) block.attrs.emplace_back("language", decodeEscapes(info.substr(0, word)));
    if (word < info.size()) block.attrs.emplace_back("info", std::string(trimmed(info.substr(word))));
    out.lossy = word < info.size() && infoString(block) == stringAttr(block.attrs, "language");
    if (!entry.text.empty()) block.content.push_back(makeText(entry.text));
    out.nodes.push_back(std::move(block));
    return out;
}

ImportedNodes BlockImport::container(std::uint32_t at, Node node) {
    ImportedNodes inner = children(at);
    settleNotes(inner, nullptr);
    std::move(inner.nodes.begin(), inner.nodes.end(), std::back_inserter(node.content));
    fillContainer(node.content);
    return {{std::move(node)}, inner.lossy};
}

/// A title has no place in the node: it becomes a first, bold paragraph.
ImportedNodes BlockImport::titledCallout(std::uint32_t at, std::string_view title) {
    const BlockEntry &entry = m_tree.blocks[at];
    bool known = false, lossy = entry.sign != 0;
    Node callout = makeNode("callout", {{"type", calloutType(entry.info, known)}});
    if (const auto icon = title.starts_with("<!--") ? parseDirective(title) : std::nullopt;
        icon && icon->name == "icon") {
        mergeMembers(callout.attrs, icon->payload);
        title = {};
    }
    if (!title.empty()) {
        ImportedNodes heading = textBlock(makeNode("paragraph"), title);
        for (Node &node : heading.nodes)
            makeBold(node.content);
        callout.content = std::move(heading.nodes);
        lossy = true;
    }
    ImportedNodes out = container(at, std::move(callout));
    out.lossy = out.lossy || lossy || !known;
    return out;
}

ImportedNodes BlockImport::callout(std::uint32_t at) {
    return titledCallout(at, m_tree.blocks[at].text);
}

ImportedNodes BlockImport::fence(std::uint32_t at) {
    const BlockEntry &entry = m_tree.blocks[at];
    if (entry.closed) {
        ImportedNodes out = titledCallout(at, entry.text);
        out.lossy = true;
        return out;
    }
    const std::string opener = ":::" + entry.info + (entry.text.empty() ? "" : " " + entry.text);
    ImportedNodes out = textBlock(makeNode("paragraph"), opener);
    append(out, children(at));
    out.lossy = true;
    return out;
}

}  // namespace wikivault::markdown
