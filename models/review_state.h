#pragma once

#include "models/review_blocks.h"

#include <functional>
#include <optional>
#include <vector>

namespace wikivault {

enum class BlockTake { Base, Wiki, Git, WikiGit, GitWiki, Words, Own };

struct BlockAnswer {
    BlockTake take = BlockTake::Git;
    std::string text;  ///< for Own
    friend bool operator==(const BlockAnswer &, const BlockAnswer &) = default;
};

/// The review of one conflict: what was decided block by block, and every step back.
class ReviewState {
public:
    explicit ReviewState(ReviewBlocks blocks);

    [[nodiscard]] const std::vector<ReviewPart> &parts() const { return m_blocks.parts; }
    [[nodiscard]] bool hasBase() const { return m_blocks.hasBase; }
    [[nodiscard]] int blocks() const { return int(m_partOf.size()); }
    [[nodiscard]] int undecided() const;
    /// The part block `block` is.
    [[nodiscard]] const ReviewPart &block(int block) const;
    [[nodiscard]] std::optional<int> blockOfPart(std::size_t part) const;
    [[nodiscard]] const std::optional<BlockAnswer> &answer(int block) const;
    /// Places where both sides changed the same words; merged by words both texts stand there.
    [[nodiscard]] int meetings(int block) const;
    /// What stands in the block with its answer; "" while it has none.
    [[nodiscard]] std::string resultOf(int block) const;

    [[nodiscard]] int current() const { return m_current; }
    void setCurrent(int block);
    /// The next or previous block without an answer; false: there is none on that way.
    bool stepUndecided(bool forward);

    void decide(int block, const BlockAnswer &answer);
    void decideUndecided(BlockTake take);
    /// Takes the answer of a block back.
    void reopen(int block);
    /// A text of the whole page instead of the blocks; nothing: the blocks count again.
    void setWhole(const std::optional<std::string> &text);
    [[nodiscard]] const std::optional<std::string> &whole() const { return m_now.whole; }
    [[nodiscard]] bool isDecided() const { return whole().has_value() || undecided() == 0; }
    [[nodiscard]] bool canUndo() const { return !m_past.empty(); }
    [[nodiscard]] bool canRedo() const { return !m_future.empty(); }
    void undo();
    void redo();

    /// For `reviewResult`; `open` stands where nothing was decided.
    [[nodiscard]] std::vector<merge::Answer> answers(const std::function<std::string(int)> &open) const;
    /// The side that every block was answered with.
    [[nodiscard]] std::optional<Take> uniform() const;
    [[nodiscard]] ConflictDraft draft() const;
    /// Takes up what was kept; blocks whose texts changed since stay open. How many of the draft's found their block.
    int restore(const ConflictDraft &draft);
    /// Takes up a recorded decision: a side's name, or a text of the whole page.
    void restoreRecord(const std::string &decided);

private:
    struct Moment {
        std::vector<std::optional<BlockAnswer>> answers;
        std::optional<std::string> whole;
        int current = 0;
    };
    void remember();

    ReviewBlocks m_blocks;
    std::vector<std::size_t> m_partOf;
    Moment m_now;
    std::vector<Moment> m_past, m_future;
    int m_current = 0;
};

}  // namespace wikivault
