#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace wikivault {

/// The text of an id. A uuid in lower case is kept as its 16 bytes: millions of them are copied and compared in a
/// cycle. Order and equality are those of the texts.
class IdText {
public:
    IdText() = default;
    explicit IdText(std::string text);
    [[nodiscard]] std::string str() const;
    [[nodiscard]] bool isEmpty() const { return m_high == 0 && m_low == 0 && !m_other; }
    [[nodiscard]] std::size_t hash() const noexcept {
        if (m_other) return std::hash<std::string>{}(*m_other);
        return static_cast<std::size_t>((m_high ^ (m_low * 0x9e3779b97f4a7c15U)) * 0xff51afd7ed558ccdU >> 7U);
    }
    friend std::strong_ordering operator<=>(const IdText &a, const IdText &b) {
        if (a.m_other || b.m_other) return a.str() <=> b.str();
        return a.m_high == b.m_high ? a.m_low <=> b.m_low : a.m_high <=> b.m_high;
    }
    friend bool operator==(const IdText &a, const IdText &b) {
        if (a.m_other && b.m_other) return *a.m_other == *b.m_other;
        return !a.m_other && !b.m_other && a.m_high == b.m_high && a.m_low == b.m_low;
    }

private:
    std::uint64_t m_high = 0, m_low = 0;         ///< of the uuid, unless it is all zero
    std::shared_ptr<const std::string> m_other;  ///< any other text but the empty one
};

/// A name that cannot be mistaken for another kind of name.
template <class Tag>
class Id {
public:
    Id() = default;
    explicit Id(std::string text) : m_text(std::move(text)) {}
    [[nodiscard]] std::string str() const { return m_text.str(); }
    [[nodiscard]] bool isEmpty() const { return m_text.isEmpty(); }
    [[nodiscard]] std::size_t hash() const noexcept { return m_text.hash(); }
    friend auto operator<=>(const Id &, const Id &) = default;
    friend bool operator==(const Id &, const Id &) = default;

private:
    IdText m_text;
};

using SpaceId = Id<struct SpaceTag>;          ///< uuid, lower case
using PageId = Id<struct PageTag>;            ///< uuid, lower case
using WorkspaceId = Id<struct WorkspaceTag>;  ///< uuid, lower case
using UserId = Id<struct UserTag>;            ///< uuid, lower case
using RunId = Id<struct RunTag>;              ///< decimal number of the run journal

/// The lower-cased uuid in `text` (8-4-4-4-12 hexadecimal digits), or nothing.
[[nodiscard]] std::optional<std::string> parseUuid(std::string_view text);

/// Name of a git object: 20 bytes of SHA-1.
template <class Tag>
struct ObjectId {
    std::array<std::uint8_t, 20> bytes{};
    friend auto operator<=>(const ObjectId &, const ObjectId &) = default;
    friend bool operator==(const ObjectId &, const ObjectId &) = default;
};

using BlobId = ObjectId<struct BlobTag>;
using TreeId = ObjectId<struct TreeTag>;
using CommitId = ObjectId<struct CommitTag>;

/// 40 lower-case hexadecimal digits.
[[nodiscard]] std::string toHex(const std::array<std::uint8_t, 20> &bytes);
[[nodiscard]] std::optional<std::array<std::uint8_t, 20>> fromHex(std::string_view hex);
template <class Tag>
[[nodiscard]] std::string toHex(const ObjectId<Tag> &id) {
    return toHex(id.bytes);
}
/// `parseObjectId<CommitId>(hex)`; nothing: it names no object.
template <class Object>
[[nodiscard]] std::optional<Object> parseObjectId(std::string_view hex) {
    const auto bytes = fromHex(hex);
    return bytes ? std::optional(Object{*bytes}) : std::nullopt;
}

}  // namespace wikivault

template <class Tag>
struct std::hash<wikivault::Id<Tag>> {
    std::size_t operator()(const wikivault::Id<Tag> &id) const noexcept { return id.hash(); }
};

template <class Tag>
struct std::hash<wikivault::ObjectId<Tag>> {
    std::size_t operator()(const wikivault::ObjectId<Tag> &id) const noexcept {
        return std::hash<std::string_view>{}(
            std::string_view(reinterpret_cast<const char *>(id.bytes.data()), id.bytes.size()));
    }
};
