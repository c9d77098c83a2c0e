#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace wikivault {

/// A name that cannot be mistaken for another kind of name.
template <class Tag>
class Id {
public:
    Id() = default;
    explicit Id(std::string text) : m_text(std::move(text)) {}
    [[nodiscard]] const std::string &str() const { return m_text; }
    [[nodiscard]] bool isEmpty() const { return m_text.empty(); }
    friend auto operator<=>(const Id &, const Id &) = default;
    friend bool operator==(const Id &, const Id &) = default;

private:
    std::string m_text;
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
    std::size_t operator()(const wikivault::Id<Tag> &id) const noexcept { return std::hash<std::string>{}(id.str()); }
};

template <class Tag>
struct std::hash<wikivault::ObjectId<Tag>> {
    std::size_t operator()(const wikivault::ObjectId<Tag> &id) const noexcept {
        return std::hash<std::string_view>{}(
            std::string_view(reinterpret_cast<const char *>(id.bytes.data()), id.bytes.size()));
    }
};
