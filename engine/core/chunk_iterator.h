#pragma once

#include <cstddef>
#include <iterator>
#include <memory>
#include <utility>
#include <vector>

namespace wikivault {

template <class Entry>
using ChunksOf = std::vector<std::shared_ptr<std::vector<Entry>>>;

/// Walks the entries of chunks, none of which is empty.
template <class Entry>
class ChunkIterator {
public:
    using iterator_category = std::forward_iterator_tag;
    using value_type = Entry;
    using difference_type = std::ptrdiff_t;
    using pointer = const Entry *;
    using reference = const Entry &;

    ChunkIterator() = default;
    ChunkIterator(const ChunksOf<Entry> &chunks, std::size_t chunk, std::size_t at)
        : m_chunks(&chunks),
          m_chunk(chunk),
          m_at(at) {}
    reference operator*() const { return (*(*m_chunks)[m_chunk])[m_at]; }
    pointer operator->() const { return &**this; }
    ChunkIterator &operator++() {
        if (++m_at == (*m_chunks)[m_chunk]->size()) skipChunk();
        return *this;
    }
    ChunkIterator operator++(int) {
        ChunkIterator before = *this;
        ++*this;
        return before;
    }
    friend bool operator==(const ChunkIterator &, const ChunkIterator &) = default;

    [[nodiscard]] std::size_t chunk() const { return m_chunk; }
    [[nodiscard]] std::size_t at() const { return m_at; }
    /// Of whose first entry it is at; else null.
    [[nodiscard]] const std::vector<Entry> *wholeChunk() const {
        return m_at == 0 ? (*m_chunks)[m_chunk].get() : nullptr;
    }
    void skipChunk() {
        ++m_chunk;
        m_at = 0;
    }

private:
    const ChunksOf<Entry> *m_chunks = nullptr;
    std::size_t m_chunk = 0, m_at = 0;
};

/// `visit(key, before, after)`, with a null pointer where a map has no such key; false ends it and is the answer.
template <class Map, class Visit>
bool forEachDifference(const Map &a, const Map &b, const Visit &visit) {
    auto left = a.begin(), right = b.begin();
    while (left != a.end() || right != b.end()) {
        const bool onlyLeft = right == b.end() || (left != a.end() && left->first < right->first);
        const bool onlyRight = !onlyLeft && (left == a.end() || right->first < left->first);
        const bool isBoth = !onlyLeft && !onlyRight;
        if (isBoth && left.wholeChunk() != nullptr && left.wholeChunk() == right.wholeChunk()) {
            left.skipChunk();
            right.skipChunk();
            continue;
        }
        const auto *before = onlyRight ? nullptr : &left->second, *after = onlyLeft ? nullptr : &right->second;
        const bool same = isBoth && *before == *after;
        if (!same && !visit((onlyRight ? right : left)->first, before, after)) return false;
        if (before != nullptr) ++left;
        if (after != nullptr) ++right;
    }
    return true;
}

}  // namespace wikivault
