#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace wikivault::git {

/// `text` as a zlib stream, packed for speed: page texts are small and git repacks them anyway.
[[nodiscard]] std::string deflated(std::string_view text);
/// The contents of a zlib stream of exactly `size` bytes; nothing when it is damaged, shorter or longer.
[[nodiscard]] std::optional<std::string> inflated(std::string_view stream, std::size_t size);
/// CRC-32 of the parts, one after the other.
[[nodiscard]] std::uint32_t crcOf(std::initializer_list<std::string_view> parts);
/// A loose object file: a whole zlib stream whose header states the length of what follows. Never loops on a stream
/// that was cut off, which libgit2 1.5 does.
[[nodiscard]] bool isWholeLooseObject(std::string_view file);

}  // namespace wikivault::git
