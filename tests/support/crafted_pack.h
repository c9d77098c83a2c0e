#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace wikivault::test {

/// A git pack made by hand, byte by byte: it may promise what it does not hold.
class CraftedPack {
public:
    static constexpr unsigned kTree = 2, kBlob = 3;
    /// Returns its id, 20 bytes.
    std::string add(unsigned type, std::string_view contents);
    /// A blob of as many zeros, which nobody holds in memory.
    void addZeros(std::size_t count);
    /// Against the object that was added last: `times` copies of its first `piece` bytes (at most 16 MiB - 1).
    void addDelta(std::size_t sizeOfLast, std::size_t piece, std::size_t times);
    /// With its checksum; says that it holds `count` objects.
    [[nodiscard]] std::string text(std::uint32_t count) const;
    [[nodiscard]] std::string text() const { return text(m_objects); }

private:
    void begin(unsigned type, std::size_t size);

    std::string m_entries;
    std::size_t m_last = 0, m_next = 0;  ///< where the last entry begins, and the one being written
    std::uint32_t m_objects = 0;
};

}  // namespace wikivault::test
