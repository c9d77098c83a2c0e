#include "engine/core/merge/align_blocks.h"

#include "engine/core/merge/merge_block.h"

#include <algorithm>
#include <optional>

namespace wikivault::merge {

namespace {

/// Below this share of common words a block counts as another block, not as an edited one.
constexpr double kAlike = 0.4;
constexpr std::size_t kMaxCells = 2500;

using Partners = std::vector<std::optional<std::size_t>>;

double likeness(const BodyBlocks &base, std::size_t i, const BodyBlocks &side, std::size_t j) {
    if (base.keys[i] == side.keys[j]) return 1.5;  // an unchanged block before any edited one
    const double share = similarity(base.source(i), side.source(j));
    return share < kAlike ? 0 : share;
}

/// For each base block of `range` the block of `other` it became, in ascending order.
Partners partnersOf(const BodyBlocks &base, const Range &range, const BodyBlocks &side, const Range &other) {
    const std::size_t rows = range.size(), columns = other.size();
    Partners partners(rows);
    if (rows == 1 && columns == 1) partners[0] = other.begin;
    if (rows * columns <= 1 || rows * columns > kMaxCells) return partners;
    std::vector<double> best((rows + 1) * (columns + 1), 0), score(rows * columns);
    const auto cell = [columns](std::size_t i, std::size_t j) { return i * (columns + 1) + j; };
    for (std::size_t i = rows; i-- > 0;) {
        for (std::size_t j = columns; j-- > 0;) {
            score[i * columns + j] = likeness(base, range.begin + i, side, other.begin + j);
            const double here = score[i * columns + j];
            best[cell(i, j)] = std::max(best[cell(i + 1, j)], best[cell(i, j + 1)]);
            if (here > 0) best[cell(i, j)] = std::max(best[cell(i, j)], here + best[cell(i + 1, j + 1)]);
        }
    }
    for (std::size_t i = 0, j = 0; i < rows && j < columns;) {
        const double here = score[i * columns + j];
        if (here > 0 && best[cell(i, j)] <= here + best[cell(i + 1, j + 1)])
            partners[i++] = other.begin + j++;
        else if (best[cell(i, j)] <= best[cell(i + 1, j)])
            ++i;
        else
            ++j;
    }
    return partners;
}

/// Blocks rewritten beyond recognition, but as many as before: the n-th became the n-th.
void pairByPosition(Partners &partners, const Range &other) {
    const bool anyKnown = std::any_of(partners.begin(), partners.end(), [](const auto &p) { return p.has_value(); });
    if (anyKnown || partners.size() != other.size()) return;
    for (std::size_t i = 0; i < partners.size(); ++i)
        partners[i] = other.begin + i;
}

class Refinement {
public:
    Refinement(const ThreeBodies &bodies, const Chunk &whole)
        : m_bodies(bodies),
          m_whole(whole),
          m_git(whole.first.begin),
          m_wiki(whole.second.begin) {}

    std::optional<std::vector<Chunk>> run() {
        Partners git = partnersOf(m_bodies.base, m_whole.base, m_bodies.git, m_whole.first);
        Partners wiki = partnersOf(m_bodies.base, m_whole.base, m_bodies.wiki, m_whole.second);
        pairByPosition(git, m_whole.first);
        pairByPosition(wiki, m_whole.second);
        for (std::size_t i = 0; i < git.size(); ++i) {
            m_base = m_whole.base.begin + i;
            insertions(git[i].value_or(m_git), wiki[i].value_or(m_wiki));
            if (!blockOf(git[i], wiki[i])) return std::nullopt;
        }
        m_base = m_whole.base.end;
        insertions(m_whole.first.end, m_whole.second.end);
        return std::move(m_chunks);
    }

private:
    void add(Take3 take, std::size_t baseSize, std::size_t gitSize, std::size_t wikiSize) {
        if (baseSize + gitSize + wikiSize == 0) return;
        m_chunks.push_back({take, {m_base, m_base + baseSize}, {m_git, m_git + gitSize}, {m_wiki, m_wiki + wikiSize}});
        m_git += gitSize;
        m_wiki += wikiSize;
    }

    /// What stands before the next known block on either side; equal heads and tails are no conflict.
    void insertions(std::size_t gitEnd, std::size_t wikiEnd) {
        const Keys &git = m_bodies.git.keys, &wiki = m_bodies.wiki.keys;
        const std::size_t shorter = std::min(gitEnd - m_git, wikiEnd - m_wiki);
        std::size_t head = 0, tail = 0;
        while (head < shorter && git[m_git + head] == wiki[m_wiki + head])
            ++head;
        while (tail < shorter - head && git[gitEnd - 1 - tail] == wiki[wikiEnd - 1 - tail])
            ++tail;
        add(Take3::Both, 0, head, head);
        const std::size_t gitSize = gitEnd - tail - m_git, wikiSize = wikiEnd - tail - m_wiki;
        const Take3 rest = wikiSize == 0 ? Take3::First : gitSize == 0 ? Take3::Second : Take3::Conflict;
        add(rest, 0, gitSize, wikiSize);
        add(Take3::Both, 0, tail, tail);
    }

    /// False: one side dropped a block the other changed.
    bool blockOf(const std::optional<std::size_t> &git, const std::optional<std::size_t> &wiki) {
        const std::uint32_t base = m_bodies.base.keys[m_base];
        const bool gitSame = git && m_bodies.git.keys[*git] == base;
        const bool wikiSame = wiki && m_bodies.wiki.keys[*wiki] == base;
        if ((!git && wiki && !wikiSame) || (!wiki && git && !gitSame)) return false;
        Take3 take = Take3::Conflict;
        const bool alike = git && wiki ? m_bodies.git.keys[*git] == m_bodies.wiki.keys[*wiki] : !git && !wiki;
        if (wikiSame)
            take = Take3::First;
        else if (gitSame)
            take = Take3::Second;
        else if (alike)
            take = Take3::Both;
        add(take, 1, git ? 1 : 0, wiki ? 1 : 0);
        return true;
    }

    const ThreeBodies &m_bodies;
    const Chunk &m_whole;
    std::size_t m_base = 0, m_git, m_wiki;  ///< where each body stands
    std::vector<Chunk> m_chunks;
};

}  // namespace

std::vector<Chunk> refine(const ThreeBodies &bodies, const Chunk &conflict) {
    return Refinement(bodies, conflict).run().value_or(std::vector<Chunk>{conflict});
}

}  // namespace wikivault::merge
