#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace wikivault::merge {

/// Equal texts get equal numbers, so that sequences are compared as numbers.
class Interner {
public:
    [[nodiscard]] std::uint32_t operator()(std::string_view text);

private:
    std::unordered_map<std::string, std::uint32_t> m_numbers;
};

using Keys = std::vector<std::uint32_t>;

/// Half-open.
struct Range {
    std::size_t begin = 0, end = 0;
    [[nodiscard]] std::size_t size() const { return end - begin; }
    [[nodiscard]] bool empty() const { return begin == end; }
    friend bool operator==(const Range &, const Range &) = default;
};

/// `left[leftAt, leftAt + length)` equals `right[rightAt, rightAt + length)`.
struct Match {
    std::size_t left = 0, right = 0, length = 0;
    friend bool operator==(const Match &, const Match &) = default;
};

/// Common subsequence, ascending. The longest one while the sequences differ in at most about 500 places; beyond that
/// a good one, so that the time stays near-linear.
[[nodiscard]] std::vector<Match> commonRuns(std::span<const std::uint32_t> left, std::span<const std::uint32_t> right);

/// A stretch where two sequences differ.
struct Hunk {
    Range left, right;
    friend bool operator==(const Hunk &, const Hunk &) = default;
};
[[nodiscard]] std::vector<Hunk> differences(std::span<const std::uint32_t> left, std::span<const std::uint32_t> right);
[[nodiscard]] std::vector<Hunk> differences(std::span<const std::string_view> left,
                                            std::span<const std::string_view> right);

/// Whose version of a stretch a merge takes. Both: the sides made the same change.
enum class Take3 { Base, First, Second, Both, Conflict };

struct Chunk {
    Take3 take = Take3::Base;
    Range base, first, second;
    friend bool operator==(const Chunk &, const Chunk &) = default;
};

/// Whether changes that touch without overlapping (one ends where the other begins) can be told apart.
enum class Touching { Merges, Conflicts };

/// Three-way comparison; the chunks cover all three sequences in order.
[[nodiscard]] std::vector<Chunk> diff3(const Keys &base, const Keys &first, const Keys &second,
                                       Touching touching = Touching::Merges);

}  // namespace wikivault::merge
