#include "engine/core/merge/merge_text.h"

#include "engine/core/markdown/converter.h"
#include "engine/core/markdown/schema.h"
#include "engine/core/merge/align_blocks.h"
#include "engine/core/merge/merge_block.h"

#include <algorithm>
#include <array>
#include <optional>

namespace wikivault::merge {

namespace {

/// Blocks of running text; in others (code, formulas, drawings) half a line from either side would be a new mistake.
bool holdsProse(const std::string &type) {
    static constexpr std::array<std::string_view, 10> kProse = {
        "paragraph",  "heading", "bulletList", "orderedList", "taskList",
        "blockquote", "callout", "details",    "table",       "footnotesList"};
    return std::find(kProse.begin(), kProse.end(), type) != kProse.end();
}

/// Source without a node of git's blocks in `range`: it is no part of the wiki's document and outlives its blocks.
std::string fileOnlySource(const BodyBlocks &git, const Range &range) {
    std::string text;
    for (std::size_t i = range.begin; i < range.end; ++i)
        text += git.slice({git.blocks[i].ownSource.end, git.blocks[i].source.end});
    return text;
}

void appendPieces(std::vector<Piece> &pieces, const BodyBlocks &from, const Range &range) {
    for (std::size_t i = range.begin; i < range.end; ++i)
        pieces.push_back(pieceOf(from, i));
}

/// The wiki's blocks instead of git's.
void replacePieces(std::vector<Piece> &pieces, const ThreeBodies &bodies, const Range &git, const Range &wiki) {
    appendPieces(pieces, bodies.wiki, wiki);
    const std::string kept = fileOnlySource(bodies.git, git);
    if (kept.empty() || pieces.empty() || pieces.back().text.ends_with(kept)) return;
    pieces.back().text += kept;
}

class BodyMerge {
public:
    BodyMerge(const ThreeBodies &bodies, Settle settle, Interner &interner)
        : m_bodies(bodies),
          m_settle(settle),
          m_interner(interner) {}

    MergedBody run() {
        for (const Chunk &chunk : diff3(m_bodies.base.keys, m_bodies.git.keys, m_bodies.wiki.keys)) {
            if (chunk.take != Take3::Conflict) {
                take(chunk);
                continue;
            }
            for (const Chunk &part : refine(m_bodies, chunk)) {
                if (part.take != Take3::Conflict)
                    take(part);
                else if (!mergeInside(part))
                    conflict(part);
            }
        }
        m_merged.text = join(m_pieces, m_bodies.git);
        if (m_merged.isClean() && !readsAs(m_merged.text, m_pieces, m_interner)) giveUp();
        return std::move(m_merged);
    }

private:
    void take(const Chunk &chunk) {
        if (chunk.take == Take3::Second)
            replacePieces(m_pieces, m_bodies, chunk.first, chunk.second);
        else
            appendPieces(m_pieces, m_bodies.git, chunk.first);
    }

    bool mergeInside(const Chunk &chunk) {
        if (chunk.base.size() != 1 || chunk.first.size() != 1 || chunk.second.size() != 1) return false;
        const BodyBlock &base = m_bodies.base.blocks[chunk.base.begin];
        const BodyBlock &git = m_bodies.git.blocks[chunk.first.begin];
        const BodyBlock &wiki = m_bodies.wiki.blocks[chunk.second.begin];
        if (git.types != wiki.types || git.types != base.types || git.types.size() != 1) return false;
        const auto text =
            mergeBlockText(m_bodies.base.slice(base.ownSource), m_bodies.wiki.slice(wiki.ownSource),
                           m_bodies.git.slice(git.ownSource), holdsProse(git.types[0]) ? Finest::Words : Finest::Lines);
        if (!text || shapeOf(*text) != shapeOf(m_bodies.git.slice(git.ownSource))) return false;
        Piece piece{&m_bodies.git, chunk.first.begin, std::string(), std::nullopt};
        piece.text.append(m_bodies.git.slice({git.source.begin, git.ownSource.begin}));
        piece.text.append(*text).append(m_bodies.git.slice({git.ownSource.end, git.source.end}));
        m_pieces.push_back(std::move(piece));
        return true;
    }

    /// A merge of lines or words that falls apart into other blocks is none.
    static std::vector<std::string> shapeOf(std::string_view text) {
        std::vector<std::string> types;
        for (const markdown::Block &block : markdown::toBlocks(text))
            for (const markdown::Node &node : block.nodes)
                types.push_back(node.type);
        return types;
    }

    /// The blocks do not fit together: the whole body is in conflict.
    void giveUp() {
        const std::string base(m_bodies.base.text), wiki(m_bodies.wiki.text), git(m_bodies.git.text);
        m_merged.conflicts.push_back({base, wiki, git});
        switch (m_settle) {
            case Settle::Git: m_merged.text = git; return;
            case Settle::Wiki: m_merged.text = wiki; return;
            case Settle::Both: m_merged.text = wiki + "\n\n" + git; return;
            case Settle::Base: m_merged.text = base; return;
        }
    }

    void conflict(const Chunk &chunk) {
        m_merged.conflicts.push_back({std::string(m_bodies.base.source(chunk.base)),
                                      std::string(m_bodies.wiki.source(chunk.second)),
                                      std::string(m_bodies.git.source(chunk.first))});
        switch (m_settle) {
            case Settle::Git: appendPieces(m_pieces, m_bodies.git, chunk.first); return;
            case Settle::Wiki: replacePieces(m_pieces, m_bodies, chunk.first, chunk.second); return;
            case Settle::Both:
                appendPieces(m_pieces, m_bodies.wiki, chunk.second);
                appendPieces(m_pieces, m_bodies.git, chunk.first);
                return;
            case Settle::Base: appendPieces(m_pieces, m_bodies.base, chunk.base); return;
        }
    }

    const ThreeBodies &m_bodies;
    Settle m_settle;
    Interner &m_interner;
    std::vector<Piece> m_pieces;
    MergedBody m_merged;
};

}  // namespace

MergedBody mergeBodies(std::string_view base, std::string_view wiki, std::string_view git, Settle settle) {
    if (wiki == git || wiki == base) return {std::string(git), {}};
    Interner interner;
    const ThreeBodies bodies{takeApart(base, interner), takeApart(git, interner), takeApart(wiki, interner)};
    if (bodies.wiki.keys == bodies.git.keys || bodies.wiki.keys == bodies.base.keys) return {std::string(git), {}};
    if (bodies.git.keys == bodies.base.keys) return {adoptBlocks(git, wiki), {}};
    return BodyMerge(bodies, settle, interner).run();
}

std::string adoptBlocks(std::string_view git, std::string_view wiki, std::optional<markdown::WikiSchema> schema) {
    if (git == wiki) return std::string(git);
    Interner interner;
    const ThreeBodies bodies{{}, takeApart(git, interner, schema), takeApart(wiki, interner, schema)};
    if (bodies.git.keys == bodies.wiki.keys) return std::string(git);
    std::vector<Piece> pieces;
    std::size_t at = 0;
    for (const Hunk &hunk : differences(bodies.git.keys, bodies.wiki.keys)) {
        appendPieces(pieces, bodies.git, {at, hunk.left.begin});
        replacePieces(pieces, bodies, hunk.left, hunk.right);
        at = hunk.left.end;
    }
    appendPieces(pieces, bodies.git, {at, bodies.git.blocks.size()});
    std::string text = join(pieces, bodies.git);
    // Blocks can mean something else beside other neighbours; then the wiki's own text is the only faithful one.
    const auto read = [&schema](std::string_view body) {
        markdown::Node doc = markdown::fromMarkdown(body);
        return schema ? markdown::fitSchema(std::move(doc), *schema).doc : doc;
    };
    return markdown::equalDocuments(read(text), read(wiki)) ? text : std::string(wiki);
}

}  // namespace wikivault::merge
