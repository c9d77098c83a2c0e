#pragma once

#include "engine/core/merge/align_blocks.h"
#include "engine/core/merge/merge_block.h"
#include "engine/core/merge/merge_review.h"

namespace wikivault::merge {

/// Source without a node of git's blocks goes where its blocks go: the wiki's blocks instead of git's.
void replacePieces(std::vector<Piece> &pieces, const ThreeBodies &bodies, const Range &git, const Range &wiki);
void appendPieces(std::vector<Piece> &pieces, const BodyBlocks &from, const Range &range);

/// One merge of three bodies, for the engine or for a person's review.
class BodyMerge {
public:
    BodyMerge(const ThreeBodies &bodies, Settle settle, Interner &interner)
        : m_bodies(bodies),
          m_settle(settle),
          m_interner(interner) {}

    MergedBody run();
    /// `twoSides`: there is no base.
    Review review(const std::vector<Answer> &answers, bool twoSides);

private:
    [[nodiscard]] std::vector<Chunk> chunks() const;
    void merge();
    void take(const Chunk &chunk);
    bool mergeInside(const Chunk &chunk);
    bool mergeLinewise(const Chunk &chunk);
    std::optional<std::string> standing(const LinePart &line);
    void addOwn(const Chunk &chunk, std::string text);
    void conflict(const Chunk &chunk);
    void settle(const Chunk &chunk, Settle how);
    void giveUp();
    void note(const Chunk &chunk, MergedPart::Kind kind, std::string text);
    [[nodiscard]] Answer nextAnswer();

    const ThreeBodies &m_bodies;
    Settle m_settle;
    Interner &m_interner;
    std::vector<Piece> m_pieces;
    MergedBody m_merged;
    const std::vector<Answer> *m_answers = nullptr;  ///< of a review
    bool m_twoSides = false;
    std::size_t m_answered = 0;
    std::vector<MergedPart> m_parts;
};

}  // namespace wikivault::merge
