#include "engine/core/merge/body_merge.h"

#include "engine/core/markdown/converter.h"
#include "engine/core/merge/merge_block.h"

#include <algorithm>
#include <array>

namespace wikivault::merge {

namespace {

/// Blocks of running text; in others (code, formulas, drawings) half a line from either side would be a new mistake.
bool holdsProse(const std::string &type) {
    static constexpr std::array<std::string_view, 10> kProse = {
        "paragraph",  "heading", "bulletList", "orderedList", "taskList",
        "blockquote", "callout", "details",    "table",       "footnotesList"};
    return std::find(kProse.begin(), kProse.end(), type) != kProse.end();
}

/// Blocks whose lines are things of their own: items, rows, statements.
bool holdsLines(const std::string &type) {
    static constexpr std::array<std::string_view, 5> kLines = {"bulletList", "orderedList", "taskList", "table",
                                                               "codeBlock"};
    return std::find(kLines.begin(), kLines.end(), type) != kLines.end();
}

/// Source without a node of git's blocks in `range`: it is no part of the wiki's document and outlives its blocks.
std::string fileOnlySource(const BodyBlocks &git, const Range &range) {
    std::string text;
    for (std::size_t i = range.begin; i < range.end; ++i)
        text += git.slice({git.blocks[i].ownSource.end, git.blocks[i].source.end});
    return text;
}

/// A merge of lines or words that falls apart into other blocks is none.
std::vector<std::string> shapeOf(std::string_view text) {
    std::vector<std::string> types;
    for (const markdown::Block &block : markdown::toBlocks(text))
        for (const markdown::Node &node : block.nodes)
            types.push_back(node.type);
    return types;
}

std::string settled(Settle how, std::string_view base, std::string_view wiki, std::string_view git,
                    std::string_view between) {
    const auto both = [between](std::string_view above, std::string_view below) {
        std::string text(above);
        if (!above.empty() && !below.empty()) text += between;
        return text.append(below);
    };
    switch (how) {
        case Settle::Git: return std::string(git);
        case Settle::Wiki: return std::string(wiki);
        case Settle::Both: return both(wiki, git);
        case Settle::BothGitFirst: return both(git, wiki);
        case Settle::Base: return std::string(base);
    }
    return {};
}

MergedPart::Kind kindOfPart(Take3 take) {
    switch (take) {
        case Take3::Base: return MergedPart::Kind::Same;
        case Take3::First: return MergedPart::Kind::Git;
        case Take3::Second: return MergedPart::Kind::Wiki;
        case Take3::Both: return MergedPart::Kind::Alike;
        case Take3::Conflict: return MergedPart::Kind::Conflict;
    }
    return MergedPart::Kind::Same;
}

bool isOneBlockOfOneType(const ThreeBodies &bodies, const Chunk &chunk) {
    if (chunk.base.size() != 1 || chunk.first.size() != 1 || chunk.second.size() != 1) return false;
    const auto &types = bodies.git.blocks[chunk.first.begin].types;
    return types.size() == 1 && types == bodies.wiki.blocks[chunk.second.begin].types &&
           types == bodies.base.blocks[chunk.base.begin].types;
}

}  // namespace

void appendPieces(std::vector<Piece> &pieces, const BodyBlocks &from, const Range &range) {
    for (std::size_t i = range.begin; i < range.end; ++i)
        pieces.push_back(pieceOf(from, i));
}

void replacePieces(std::vector<Piece> &pieces, const ThreeBodies &bodies, const Range &git, const Range &wiki) {
    appendPieces(pieces, bodies.wiki, wiki);
    const std::string kept = fileOnlySource(bodies.git, git);
    if (kept.empty() || pieces.empty() || pieces.back().text.ends_with(kept)) return;
    pieces.back().text += kept;
}

std::vector<Chunk> BodyMerge::chunks() const {
    if (!m_twoSides) return diff3(m_bodies.base.keys, m_bodies.git.keys, m_bodies.wiki.keys);
    std::vector<Chunk> all;
    std::size_t git = 0, wiki = 0;
    const auto equalUntil = [&](std::size_t end) {
        if (end > git) all.push_back({Take3::Base, {}, {git, end}, {wiki, wiki + end - git}});
    };
    for (const Hunk &hunk : differences(m_bodies.git.keys, m_bodies.wiki.keys)) {
        equalUntil(hunk.left.begin);
        all.push_back({Take3::Conflict, {}, hunk.left, hunk.right});
        git = hunk.left.end;
        wiki = hunk.right.end;
    }
    equalUntil(m_bodies.git.blocks.size());
    return all;
}

void BodyMerge::merge() {
    for (const Chunk &chunk : chunks()) {
        if (chunk.take != Take3::Conflict) {
            take(chunk);
            continue;
        }
        for (const Chunk &part : m_twoSides ? std::vector<Chunk>{chunk} : refine(m_bodies, chunk)) {
            if (part.take != Take3::Conflict)
                take(part);
            else if (!mergeInside(part) && !(m_answers && mergeLinewise(part)))
                conflict(part);
        }
    }
    m_merged.text = join(m_pieces, m_bodies.git);
    if (m_merged.isClean() && !readsAs(m_merged.text, m_pieces, m_interner)) giveUp();
}

MergedBody BodyMerge::run() {
    merge();
    return std::move(m_merged);
}

Review BodyMerge::review(const std::vector<Answer> &answers, bool twoSides) {
    m_answers = &answers;
    m_twoSides = twoSides;
    merge();
    return {std::move(m_parts), std::move(m_merged.text)};
}

Answer BodyMerge::nextAnswer() {
    if (!m_answers || m_answered >= m_answers->size()) return m_settle;
    return (*m_answers)[m_answered++];
}

void BodyMerge::note(const Chunk &chunk, MergedPart::Kind kind, std::string text) {
    if (!m_answers) return;
    m_parts.push_back({kind, std::string(m_bodies.base.source(chunk.base)),
                       std::string(m_bodies.wiki.source(chunk.second)), std::string(m_bodies.git.source(chunk.first)),
                       std::move(text)});
}

void BodyMerge::take(const Chunk &chunk) {
    const bool fromWiki = chunk.take == Take3::Second;
    note(chunk, kindOfPart(chunk.take),
         std::string(fromWiki ? m_bodies.wiki.source(chunk.second) : m_bodies.git.source(chunk.first)));
    if (fromWiki)
        replacePieces(m_pieces, m_bodies, chunk.first, chunk.second);
    else
        appendPieces(m_pieces, m_bodies.git, chunk.first);
}

bool BodyMerge::mergeInside(const Chunk &chunk) {
    if (!isOneBlockOfOneType(m_bodies, chunk)) return false;
    const BodyBlock &base = m_bodies.base.blocks[chunk.base.begin];
    const BodyBlock &git = m_bodies.git.blocks[chunk.first.begin];
    const BodyBlock &wiki = m_bodies.wiki.blocks[chunk.second.begin];
    const auto text =
        mergeBlockText(m_bodies.base.slice(base.ownSource), m_bodies.wiki.slice(wiki.ownSource),
                       m_bodies.git.slice(git.ownSource), holdsProse(git.types[0]) ? Finest::Words : Finest::Lines);
    if (!text || shapeOf(*text) != shapeOf(m_bodies.git.slice(git.ownSource))) return false;
    note(chunk, MergedPart::Kind::Words, *text);
    addOwn(chunk, *text);
    return true;
}

/// The block as git has it, with another text in it.
void BodyMerge::addOwn(const Chunk &chunk, std::string text) {
    const BodyBlock &git = m_bodies.git.blocks[chunk.first.begin];
    Piece piece{&m_bodies.git, chunk.first.begin, std::string(), std::nullopt};
    piece.text.append(m_bodies.git.slice({git.source.begin, git.ownSource.begin}));
    piece.text.append(text).append(m_bodies.git.slice({git.ownSource.end, git.source.end}));
    m_pieces.push_back(std::move(piece));
}

bool BodyMerge::mergeLinewise(const Chunk &chunk) {
    if (!isOneBlockOfOneType(m_bodies, chunk)) return false;
    const std::string &type = m_bodies.git.blocks[chunk.first.begin].types.front();
    if (!holdsLines(type)) return false;
    const auto own = [](const BodyBlocks &body, std::size_t block) { return body.slice(body.blocks[block].ownSource); };
    std::string text;
    bool isFirst = true;
    for (const LinePart &found :
         mergeLines(own(m_bodies.base, chunk.base.begin), own(m_bodies.wiki, chunk.second.begin),
                    own(m_bodies.git, chunk.first.begin), holdsProse(type) ? Finest::Words : Finest::Lines)) {
        for (const LinePart &line : found.take == Take3::Conflict ? splitLines(found) : std::vector<LinePart>{found}) {
            const auto stands = standing(line);
            m_parts.back().continues = !std::exchange(isFirst, false);
            if (!stands) continue;
            if (!text.empty()) text += '\n';
            text += *stands;
        }
    }
    if (!text.empty()) addOwn(chunk, std::move(text));
    return true;
}

/// Notes the lines as a part; what stands there, if any line does.
std::optional<std::string> BodyMerge::standing(const LinePart &line) {
    m_parts.push_back({line.byWords ? MergedPart::Kind::Words : kindOfPart(line.take), std::string(line.base),
                       std::string(line.wiki), std::string(line.git), line.text});
    if (line.take != Take3::Conflict) return line.isThere ? std::optional(line.text) : std::nullopt;
    m_merged.conflicts.push_back({m_parts.back().base, m_parts.back().wiki, m_parts.back().git});
    const Answer answer = nextAnswer();
    const auto *own = std::get_if<std::string>(&answer);
    std::string stands = own ? *own : settled(std::get<Settle>(answer), line.base, line.wiki, line.git, "\n");
    return stands.empty() ? std::nullopt : std::optional(std::move(stands));
}

/// The blocks do not fit together: the whole body is in conflict.
void BodyMerge::giveUp() {
    const std::string base(m_bodies.base.text), wiki(m_bodies.wiki.text), git(m_bodies.git.text);
    m_merged.conflicts.push_back({base, wiki, git});
    const Answer answer = nextAnswer();
    const auto *own = std::get_if<std::string>(&answer);
    m_merged.text = own ? *own : settled(std::get<Settle>(answer), base, wiki, git, "\n\n");
    if (m_answers) m_parts = {{MergedPart::Kind::Conflict, base, wiki, git, {}}};
}

void BodyMerge::conflict(const Chunk &chunk) {
    m_merged.conflicts.push_back({std::string(m_bodies.base.source(chunk.base)),
                                  std::string(m_bodies.wiki.source(chunk.second)),
                                  std::string(m_bodies.git.source(chunk.first))});
    note(chunk, MergedPart::Kind::Conflict, {});
    const Answer answer = nextAnswer();
    const auto *own = std::get_if<std::string>(&answer);
    if (!own) return settle(chunk, std::get<Settle>(answer));
    if (own->empty()) return;
    const bool inGit = !chunk.first.empty();
    m_pieces.push_back(Piece{inGit ? &m_bodies.git : &m_bodies.wiki, inGit ? chunk.first.begin : chunk.second.begin,
                             *own, std::nullopt});
}

void BodyMerge::settle(const Chunk &chunk, Settle how) {
    switch (how) {
        case Settle::Git: return appendPieces(m_pieces, m_bodies.git, chunk.first);
        case Settle::Wiki: return replacePieces(m_pieces, m_bodies, chunk.first, chunk.second);
        case Settle::Both:
            appendPieces(m_pieces, m_bodies.wiki, chunk.second);
            return appendPieces(m_pieces, m_bodies.git, chunk.first);
        case Settle::BothGitFirst:
            appendPieces(m_pieces, m_bodies.git, chunk.first);
            return appendPieces(m_pieces, m_bodies.wiki, chunk.second);
        case Settle::Base: return appendPieces(m_pieces, m_bodies.base, chunk.base);
    }
}

}  // namespace wikivault::merge
