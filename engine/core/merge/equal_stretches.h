#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace wikivault::merge {

/// What stands in all bodies alike.
struct EqualStretch {
    std::string_view text;
    std::vector<std::size_t> at;  ///< where it begins in each
};

/// Bodies without what stands in all of them alike: each long stretch of it is one word, which stands for itself
/// wherever it ends up. What is equal is then known to be so without being taken apart.
class EqualStretches {
public:
    /// `bodies` must outlive it. `least`: bytes of a stretch that are worth a word. `others`: texts that hold none of
    /// the words either.
    EqualStretches(const std::vector<std::string_view> &bodies, std::size_t least,
                   const std::vector<std::string_view> &others);

    [[nodiscard]] const std::vector<std::string> &shortened() const { return m_shortened; }
    [[nodiscard]] std::size_t count() const { return m_stretches.size(); }
    /// `text` is the word of a stretch and nothing else.
    [[nodiscard]] bool isWord(std::string_view text) const;
    /// `text` with the stretches where their words stand.
    [[nodiscard]] std::string lengthened(std::string_view text) const;

private:
    [[nodiscard]] std::string wordOf(std::size_t stretch) const;

    const std::vector<EqualStretch> m_stretches;
    std::string m_mark;  ///< begins every word
    std::vector<std::string> m_shortened;
};

}  // namespace wikivault::merge
