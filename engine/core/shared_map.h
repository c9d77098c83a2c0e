#pragma once

#include "engine/core/chunk_iterator.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>
#include <stdexcept>
#include <utility>
#include <vector>

namespace wikivault {

/// A sorted map whose copies share what they have in common: a copy, and comparing with one, cost next to nothing.
/// Entries stand in chunks, and a chunk is written to only by its one owner. Iterators end with the next change.
template <class Key, class Value>
class SharedMap {
public:
    using value_type = std::pair<Key, Value>;

private:
    static constexpr std::size_t kFull = 128;
    using Chunk = std::vector<value_type>;
    using Chunks = ChunksOf<value_type>;

public:
    using const_iterator = ChunkIterator<value_type>;
    using iterator = const_iterator;

    SharedMap() = default;
    SharedMap(std::initializer_list<value_type> entries) {
        for (const auto &[key, value] : entries)
            emplace(key, value);
    }
    [[nodiscard]] const_iterator begin() const { return const_iterator(m_chunks, 0, 0); }
    [[nodiscard]] const_iterator end() const { return const_iterator(m_chunks, m_chunks.size(), 0); }
    [[nodiscard]] std::size_t size() const {
        std::size_t sum = 0;
        for (const auto &chunk : m_chunks)
            sum += chunk->size();
        return sum;
    }
    [[nodiscard]] bool empty() const { return m_chunks.empty(); }
    [[nodiscard]] const_iterator lower_bound(const Key &key) const { return normal(placeOf(key)); }
    [[nodiscard]] const_iterator find(const Key &key) const {
        const const_iterator place = lower_bound(key);
        return place != end() && place->first == key ? place : end();
    }
    [[nodiscard]] bool contains(const Key &key) const { return find(key) != end(); }
    [[nodiscard]] const Value &at(const Key &key) const {
        const const_iterator place = find(key);
        return place != end() ? place->second : throw std::out_of_range("no such key");
    }
    void clear() { *this = {}; }
    Value &operator[](const Key &key) { return slotOf(key, Value{}).first; }
    std::pair<const_iterator, bool> emplace(const Key &key, Value value) {
        const bool added = slotOf(key, std::move(value)).second;
        return {find(key), added};
    }
    void insert_or_assign(const Key &key, Value value) { (*this)[key] = std::move(value); }
    /// For keys that come in order.
    void append(Key key, Value value) {
        if (!m_chunks.empty() && !(m_chunks.back()->back().first < key)) return insert_or_assign(key, std::move(value));
        if (m_chunks.empty() || m_chunks.back()->size() >= kFull) {
            m_chunks.push_back(std::make_shared<Chunk>());
            m_chunks.back()->reserve(kFull);
        }
        own(m_chunks.size() - 1).emplace_back(std::move(key), std::move(value));
    }
    std::size_t erase(const Key &key) {
        const const_iterator place = find(key);
        if (place == end()) return 0;
        Chunk &chunk = own(place.chunk());
        chunk.erase(chunk.begin() + static_cast<std::ptrdiff_t>(place.at()));
        if (chunk.empty()) m_chunks.erase(m_chunks.begin() + static_cast<std::ptrdiff_t>(place.chunk()));
        return 1;
    }
    friend bool operator==(const SharedMap &a, const SharedMap &b) {
        return forEachDifference(a, b, [](const auto &...) { return false; });
    }

private:
    /// Where the key is or goes, perhaps at the end of a chunk.
    [[nodiscard]] const_iterator placeOf(const Key &key) const {
        const auto isAbove = [](const Key &k, const std::shared_ptr<Chunk> &chunk) { return k < chunk->front().first; };
        auto chunk = std::upper_bound(m_chunks.begin(), m_chunks.end(), key, isAbove);
        if (chunk == m_chunks.begin()) return begin();
        const Chunk &entries = **--chunk;
        const auto isBelow = [](const value_type &entry, const Key &k) { return entry.first < k; };
        const auto place = std::lower_bound(entries.begin(), entries.end(), key, isBelow);
        return const_iterator(m_chunks, static_cast<std::size_t>(chunk - m_chunks.begin()),
                              static_cast<std::size_t>(place - entries.begin()));
    }
    [[nodiscard]] const_iterator normal(const_iterator place) const {
        if (place.chunk() < m_chunks.size() && place.at() == m_chunks[place.chunk()]->size()) place.skipChunk();
        return place;
    }
    Chunk &own(std::size_t chunk) {
        if (m_chunks[chunk].use_count() > 1) m_chunks[chunk] = std::make_shared<Chunk>(*m_chunks[chunk]);
        return *m_chunks[chunk];
    }
    std::pair<Value &, bool> slotOf(const Key &key, Value value) {
        const const_iterator place = placeOf(key);
        if (m_chunks.empty()) m_chunks.push_back(std::make_shared<Chunk>());
        Chunk &chunk = own(place.chunk());
        const auto at = chunk.begin() + static_cast<std::ptrdiff_t>(place.at());
        if (at != chunk.end() && at->first == key) return {at->second, false};
        if (chunk.size() < 2 * kFull) return {chunk.emplace(at, key, std::move(value))->second, true};
        const auto middle = chunk.begin() + kFull;
        auto upper = std::make_shared<Chunk>(std::make_move_iterator(middle), std::make_move_iterator(chunk.end()));
        chunk.erase(middle, chunk.end());
        m_chunks.insert(m_chunks.begin() + static_cast<std::ptrdiff_t>(place.chunk()) + 1, std::move(upper));
        return slotOf(key, std::move(value));
    }

    Chunks m_chunks;  ///< none of them empty
};

}  // namespace wikivault
