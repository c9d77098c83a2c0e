#include "engine/core/merge/body_blocks.h"

namespace wikivault::merge {

namespace {

constexpr std::string_view kListSeparator = "<!-- -->";
constexpr std::string_view kBlankLine = "\n\n";

/// Two lists of one family that follow each other read as one list.
bool areOneFamily(const BodyBlock &above, const BodyBlock &below) {
    const auto family = [](const std::string &type) {
        if (type == "bulletList" || type == "taskList") return 1;
        return type == "orderedList" ? 2 : 0;
    };
    if (above.types.empty() || below.types.empty()) return false;
    return family(above.types.back()) != 0 && family(above.types.back()) == family(below.types.front());
}

std::string keyText(const markdown::Block &block, std::string_view source) {
    if (block.nodes.empty()) return "source:" + std::string(source);
    std::string key;
    for (const markdown::Node &node : block.nodes)
        key += markdown::canonical(node) + '\n';
    return key;
}

bool isBetween(const Piece &above, const Piece &below) {
    return above.origin == below.origin && above.block + 1 == below.block;
}

std::string gapBetween(const Piece &above, const Piece &below, const BodyBlocks &preferred) {
    if (isBetween(above, below)) return std::string(above.origin->gapAfter(above.block));
    if (areOneFamily(above.origin->blocks[above.block], below.origin->blocks[below.block]))
        return std::string(kBlankLine) + std::string(kListSeparator) + std::string(kBlankLine);
    std::string_view gap;
    if (above.origin == &preferred)
        gap = preferred.gapAfter(above.block);
    else if (below.origin == &preferred && below.block > 0)
        gap = preferred.gapAfter(below.block - 1);
    const bool fits = gap.starts_with('\n') && gap.find('\n', 1) != gap.npos && gap.find(kListSeparator) == gap.npos;
    return std::string(fits ? gap : kBlankLine);
}

}  // namespace

std::string_view BodyBlocks::source(const Range &range) const {
    if (range.empty()) return {};
    return slice({blocks[range.begin].source.begin, blocks[range.end - 1].source.end});
}

std::string_view BodyBlocks::gapAfter(std::size_t block) const {
    if (block + 1 >= blocks.size()) return {};
    return slice({blocks[block].source.end, blocks[block + 1].source.begin});
}

BodyBlocks takeApart(std::string_view body, Interner &interner) {
    BodyBlocks result;
    result.text = body;
    std::vector<std::string> keys;
    for (const markdown::Block &block : markdown::toBlocks(body)) {
        const Range bytes{block.begin, block.end};
        const std::string_view source = body.substr(bytes.begin, bytes.size());
        if (block.nodes.empty() && source == kListSeparator && !result.blocks.empty()) continue;
        if (block.nodes.empty() && !result.blocks.empty()) {
            result.blocks.back().source.end = bytes.end;
            continue;
        }
        const bool adoptsLead = !block.nodes.empty() && result.blocks.size() == 1 && result.blocks[0].types.empty();
        BodyBlock made{bytes, bytes, {}};
        if (adoptsLead) {
            made.source.begin = result.blocks[0].source.begin;
            result.blocks.clear();
            keys.clear();
        }
        for (const markdown::Node &node : block.nodes)
            made.types.push_back(node.type);
        result.blocks.push_back(std::move(made));
        keys.push_back(keyText(block, source));
    }
    for (const std::string &key : keys)
        result.keys.push_back(interner(key));
    return result;
}

Piece pieceOf(const BodyBlocks &origin, std::size_t block) {
    return {&origin, block, std::string(origin.source(block))};
}

std::string join(const std::vector<Piece> &pieces, const BodyBlocks &preferred) {
    std::string text;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (i > 0) text += gapBetween(pieces[i - 1], pieces[i], preferred);
        text += pieces[i].text;
    }
    return text;
}

}  // namespace wikivault::merge
