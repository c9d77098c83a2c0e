#include "engine/core/merge/body_blocks.h"

#include "engine/core/markdown/schema.h"

#include <algorithm>
#include <future>
#include <unordered_map>

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

/// What the footnotes of a body say. In the document a reference only has a number, and the texts of inline notes stand
/// in a list behind the last block; here both belong to the block that refers to them.
class Notes {
public:
    explicit Notes(std::vector<markdown::Block> &blocks) {
        if (blocks.empty() || blocks.back().nodes.empty() || blocks.back().nodes.back().type != "footnotesList") return;
        std::vector<markdown::Node> &last = blocks.back().nodes;
        std::vector<markdown::Node> labelled;
        for (markdown::Node &note : last.back().content) {
            const std::string label(markdown::stringAttr(note.attrs, "label"));
            std::string says = label.empty() ? contentKey(note) : '^' + label;
            m_says.emplace(markdown::stringAttr(note.attrs, "id"), std::move(says));
            if (!label.empty()) labelled.push_back(std::move(note));
        }
        // The order follows from the references.
        std::ranges::sort(labelled, {},
                          [](const markdown::Node &note) { return markdown::stringAttr(note.attrs, "label"); });
        if (labelled.empty() && last.size() > 1)
            last.pop_back();
        else
            last.back().content = std::move(labelled);
    }

    void appendReferences(std::string &key, const markdown::Node &root) const {
        std::vector<const markdown::Node *> open{&root};
        while (!open.empty()) {
            const markdown::Node &node = *open.back();
            open.pop_back();
            if (node.type == "footnoteReference") {
                const std::string id(markdown::stringAttr(node.attrs, "id"));
                const auto said = m_says.find(id);
                key.append("\x1f").append(said == m_says.end() ? id : said->second);
            }
            for (auto child = node.content.rbegin(); child != node.content.rend(); ++child)
                open.push_back(&*child);
        }
    }

private:
    static std::string contentKey(const markdown::Node &note) {
        std::string key;
        for (const markdown::Node &node : note.content)
            key += markdown::canonical(node);
        return key;
    }

    std::unordered_map<std::string, std::string> m_says;  ///< by id
};

/// The notes of a body are one matter of the whole document: a block that refers to some is compared as it is.
void fitBlock(markdown::Block &block, markdown::WikiSchema schema) {
    if (std::ranges::any_of(block.nodes, [](const markdown::Node &node) { return node.type == "footnotesList"; }))
        return;
    markdown::Node doc{"doc", {}, {}, {}, block.nodes, {}};
    doc = markdown::fitSchema(std::move(doc), schema).doc;
    if (!doc.content.empty() && doc.content.back().type != "footnotesList") block.nodes = std::move(doc.content);
}

std::string keyText(const markdown::Block &block, std::string_view source, const Notes &notes) {
    if (block.nodes.empty()) return "source:" + std::string(source);
    std::string key;
    for (const markdown::Node &node : block.nodes) {
        key += markdown::canonical(node) + '\n';
        notes.appendReferences(key, node);
    }
    for (const markdown::Node &node : block.nodes)
        if (node.type == "footnotesList")
            for (const markdown::Node &note : node.content)
                key.append("\x1f").append(markdown::stringAttr(note.attrs, "label"));
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

namespace {

struct ParsedBody {
    BodyBlocks result;
    std::vector<std::string> keys;
};

ParsedBody parseBody(std::string_view body, std::optional<markdown::WikiSchema> schema) {
    ParsedBody made;
    BodyBlocks &result = made.result;
    std::vector<std::string> &keys = made.keys;
    result.text = body;
    std::vector<markdown::Block> parsed = markdown::toBlocks(body);
    const Notes notes(parsed);
    for (markdown::Block &block : parsed) {
        if (schema) fitBlock(block, *schema);
        const Range bytes{block.begin, block.end};
        const std::string_view source = body.substr(bytes.begin, bytes.size());
        if (block.nodes.empty() && source == kListSeparator && !result.blocks.empty()) continue;
        if (block.nodes.empty() && !result.blocks.empty()) {
            result.blocks.back().source.end = bytes.end;
            continue;
        }
        const bool adoptsLead = !block.nodes.empty() && result.blocks.size() == 1 && result.blocks[0].types.empty();
        BodyBlock one{bytes, bytes, {}};
        if (adoptsLead) {
            one.source.begin = result.blocks[0].source.begin;
            result.blocks.clear();
            keys.clear();
        }
        for (const markdown::Node &node : block.nodes)
            one.types.push_back(node.type);
        result.blocks.push_back(std::move(one));
        keys.push_back(keyText(block, source, notes));
    }
    return made;
}

BodyBlocks withKeys(ParsedBody parsed, Interner &interner) {
    for (const std::string &key : parsed.keys)
        parsed.result.keys.push_back(interner(key));
    return std::move(parsed.result);
}

}  // namespace

BodyBlocks takeApart(std::string_view body, Interner &interner, std::optional<markdown::WikiSchema> schema) {
    return withKeys(parseBody(body, schema), interner);
}

std::array<BodyBlocks, 3> takeApartAtOnce(const std::array<std::string_view, 3> &bodies, Interner &interner) {
    constexpr std::size_t worthThreads = 64 * 1024;
    const bool large = bodies[0].size() + bodies[1].size() + bodies[2].size() >= worthThreads;
    const auto policy = large ? std::launch::async : std::launch::deferred;
    auto first = std::async(policy, parseBody, bodies[0], std::nullopt);
    auto second = std::async(policy, parseBody, bodies[1], std::nullopt);
    ParsedBody third = parseBody(bodies[2], {});
    // In this order, so that keys do not depend on who was done first.
    BodyBlocks one = withKeys(first.get(), interner), two = withKeys(second.get(), interner);
    return {std::move(one), std::move(two), withKeys(std::move(third), interner)};
}

Piece pieceOf(const BodyBlocks &origin, std::size_t block) {
    Piece piece{&origin, block, std::string(origin.source(block)), std::nullopt};
    if (!origin.blocks[block].types.empty()) piece.key = origin.keys[block];
    return piece;
}

std::string join(const std::vector<Piece> &pieces, const BodyBlocks &preferred) {
    std::string text;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (i > 0) text += gapBetween(pieces[i - 1], pieces[i], preferred);
        text += pieces[i].text;
    }
    return text;
}

bool readsAs(std::string_view text, const std::vector<Piece> &pieces, Interner &interner) {
    const auto hasNodes = [](const Piece &piece) { return !piece.origin->blocks[piece.block].types.empty(); };
    const BodyBlocks read = takeApart(text, interner);
    std::size_t at = 0;
    for (const Piece &piece : pieces) {
        if (!hasNodes(piece)) continue;
        while (at < read.blocks.size() && read.blocks[at].types.empty())
            ++at;
        if (at == read.blocks.size() || (piece.key && read.keys[at] != *piece.key)) return false;
        ++at;
    }
    return at == read.blocks.size();
}

}  // namespace wikivault::merge
