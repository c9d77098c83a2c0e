#include "engine/core/merge/diff3.h"

#include <algorithm>

namespace wikivault::merge {

namespace {

using View = std::span<const std::uint32_t>;

/// After this many differences a search settles for the furthest point it reached and starts again from there.
constexpr std::ptrdiff_t kMaxDistance = 512;

struct Point {
    std::ptrdiff_t x = 0, y = 0;
};

/// One bounded search after Myers, "An O(ND) Difference Algorithm and Its Variations".
class Search {
public:
    Search(View left, View right)
        : m_left(left),
          m_right(right),
          m_width(static_cast<std::ptrdiff_t>(left.size())),
          m_height(static_cast<std::ptrdiff_t>(right.size())) {}

    /// Appends the matches on the way to the end, or to the furthest point within reach, and returns that point.
    Point run(std::vector<Match> &matches) {
        for (std::ptrdiff_t d = 0;; ++d) {
            Point best{-1, -1};
            std::vector<std::ptrdiff_t> reach(static_cast<std::size_t>(2 * d + 1), kUnreached);
            for (std::ptrdiff_t k = -d; k <= d; k += 2) {
                const Step step = stepTo(d, k);
                if (step.x == kUnreached) continue;
                const Point end = slide(step.x, k);
                reach[static_cast<std::size_t>(k + d)] = end.x;
                if (end.x + end.y > best.x + best.y) best = end;
            }
            m_trace.push_back(std::move(reach));
            const bool done = best.x == m_width && best.y == m_height;
            if (!done && d < kMaxDistance) continue;
            backtrack(d, best.x - best.y, matches);
            return best;
        }
    }

private:
    static constexpr std::ptrdiff_t kUnreached = -1;

    /// How diagonal `k` is entered at depth `d`: the x of the entry and the diagonal it comes from.
    struct Step {
        std::ptrdiff_t x = kUnreached, from = 0;
    };

    std::ptrdiff_t reached(std::ptrdiff_t d, std::ptrdiff_t k) const {
        return k < -d || k > d ? kUnreached : m_trace[static_cast<std::size_t>(d)][static_cast<std::size_t>(k + d)];
    }

    Step stepTo(std::ptrdiff_t d, std::ptrdiff_t k) const {
        if (d == 0) return {0, 0};
        Step step;
        const std::ptrdiff_t left = reached(d - 1, k - 1), above = reached(d - 1, k + 1);
        if (left != kUnreached && left < m_width) step = {left + 1, k - 1};
        if (above != kUnreached && above - k <= m_height && above > step.x) step = {above, k + 1};
        return step;
    }

    Point slide(std::ptrdiff_t x, std::ptrdiff_t k) const {
        const auto same = [this, k](std::ptrdiff_t i) {
            return m_left[static_cast<std::size_t>(i)] == m_right[static_cast<std::size_t>(i - k)];
        };
        while (x < m_width && x - k < m_height && same(x))
            ++x;
        return {x, x - k};
    }

    void backtrack(std::ptrdiff_t d, std::ptrdiff_t k, std::vector<Match> &matches) const {
        std::vector<Match> reversed;
        for (; d >= 0; --d) {
            const Step step = stepTo(d, k);
            const std::ptrdiff_t length = reached(d, k) - step.x;
            if (length > 0)
                reversed.push_back({static_cast<std::size_t>(step.x), static_cast<std::size_t>(step.x - k),
                                    static_cast<std::size_t>(length)});
            k = step.from;
        }
        matches.insert(matches.end(), reversed.rbegin(), reversed.rend());
    }

    View m_left, m_right;
    std::ptrdiff_t m_width, m_height;
    std::vector<std::vector<std::ptrdiff_t>> m_trace;
};

void addMatch(std::vector<Match> &matches, const Match &match) {
    if (match.length == 0) return;
    if (!matches.empty()) {
        Match &last = matches.back();
        if (last.left + last.length == match.left && last.right + last.length == match.right) {
            last.length += match.length;
            return;
        }
    }
    matches.push_back(match);
}

bool overlap(const Range &a, const Range &b, Touching touching) {
    if (touching == Touching::Conflicts) return a.begin <= b.end && b.begin <= a.end;
    if (a.empty() && b.empty()) return a.begin == b.begin;
    return a.begin < b.end && b.begin < a.end;
}

/// One side's hunks while the base is walked.
struct Walk {
    std::vector<Hunk> hunks;
    std::size_t next = 0;
    std::size_t at = 0;  ///< where the side stands now

    [[nodiscard]] const Hunk *peek() const { return next < hunks.size() ? &hunks[next] : nullptr; }
    /// Takes every hunk that overlaps `group`, which grows; how much longer the side is than the base there.
    bool absorb(Range &group, std::ptrdiff_t &growth, Touching touching) {
        bool any = false;
        for (; peek() && overlap(peek()->left, group, touching); ++next, any = true) {
            group.begin = std::min(group.begin, peek()->left.begin);
            group.end = std::max(group.end, peek()->left.end);
            growth +=
                static_cast<std::ptrdiff_t>(peek()->right.size()) - static_cast<std::ptrdiff_t>(peek()->left.size());
        }
        return any;
    }
    Range advance(std::size_t baseSize, std::ptrdiff_t growth) {
        const Range range{at, at + static_cast<std::size_t>(static_cast<std::ptrdiff_t>(baseSize) + growth)};
        at = range.end;
        return range;
    }
};

const Hunk *earlier(const Hunk *a, const Hunk *b) {
    if (!a || !b) return a ? a : b;
    const bool second = a->left.begin != b->left.begin ? b->left.begin < a->left.begin : b->left.end < a->left.end;
    return second ? b : a;
}

Take3 decide(bool firstChanged, bool secondChanged, View first, View second) {
    if (!secondChanged) return Take3::First;
    if (!firstChanged) return Take3::Second;
    return std::equal(first.begin(), first.end(), second.begin(), second.end()) ? Take3::Both : Take3::Conflict;
}

}  // namespace

std::uint32_t Interner::operator()(std::string_view text) {
    return m_numbers.emplace(std::string(text), static_cast<std::uint32_t>(m_numbers.size())).first->second;
}

std::vector<Match> commonRuns(View left, View right) {
    std::vector<Match> matches;
    std::size_t head = 0, tail = 0;
    const std::size_t shorter = std::min(left.size(), right.size());
    while (head < shorter && left[head] == right[head])
        ++head;
    while (tail < shorter - head && left[left.size() - 1 - tail] == right[right.size() - 1 - tail])
        ++tail;
    addMatch(matches, {0, 0, head});
    std::size_t x = head, y = head;
    const std::size_t endX = left.size() - tail, endY = right.size() - tail;
    while (x < endX && y < endY) {
        std::vector<Match> found;
        const Point reached = Search(left.subspan(x, endX - x), right.subspan(y, endY - y)).run(found);
        for (const Match &match : found)
            addMatch(matches, {x + match.left, y + match.right, match.length});
        x += static_cast<std::size_t>(reached.x);
        y += static_cast<std::size_t>(reached.y);
    }
    addMatch(matches, {endX, endY, tail});
    return matches;
}

std::vector<Hunk> differences(View left, View right) {
    std::vector<Hunk> hunks;
    Match last;
    const auto until = [&](std::size_t x, std::size_t y) {
        const Hunk hunk{{last.left + last.length, x}, {last.right + last.length, y}};
        if (!hunk.left.empty() || !hunk.right.empty()) hunks.push_back(hunk);
    };
    for (const Match &match : commonRuns(left, right)) {
        until(match.left, match.right);
        last = match;
    }
    until(left.size(), right.size());
    return hunks;
}

std::vector<Hunk> differences(std::span<const std::string_view> left, std::span<const std::string_view> right) {
    Interner interner;
    const auto keysOf = [&interner](std::span<const std::string_view> lines) {
        Keys keys;
        for (const std::string_view line : lines)
            keys.push_back(interner(line));
        return keys;
    };
    const Keys leftKeys = keysOf(left), rightKeys = keysOf(right);
    return differences(leftKeys, rightKeys);
}

std::vector<Chunk> diff3(const Keys &base, const Keys &first, const Keys &second, Touching touching) {
    Walk a{differences(base, first)}, b{differences(base, second)};
    std::vector<Chunk> chunks;
    std::size_t at = 0;
    const auto keep = [&](std::size_t until) {
        if (until == at) return;
        const std::size_t size = until - at;
        chunks.push_back({Take3::Base, {at, until}, a.advance(size, 0), b.advance(size, 0)});
        at = until;
    };
    while (const Hunk *next = earlier(a.peek(), b.peek())) {
        Range group = next->left;
        std::ptrdiff_t growA = 0, growB = 0;
        bool changedA = false, changedB = false;
        for (bool more = true; more;) {
            const bool moreA = a.absorb(group, growA, touching), moreB = b.absorb(group, growB, touching);
            changedA |= moreA;
            changedB |= moreB;
            more = moreA || moreB;
        }
        keep(group.begin);
        Chunk chunk{Take3::Base, group, a.advance(group.size(), growA), b.advance(group.size(), growB)};
        chunk.take = decide(changedA, changedB, View(first).subspan(chunk.first.begin, chunk.first.size()),
                            View(second).subspan(chunk.second.begin, chunk.second.size()));
        chunks.push_back(chunk);
        at = group.end;
    }
    keep(base.size());
    return chunks;
}

}  // namespace wikivault::merge
