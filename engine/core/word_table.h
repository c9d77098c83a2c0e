#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <optional>
#include <string_view>
#include <utility>

/// Enumerators and the words they stand as in files and JSON.
namespace wikivault {

template <class Enum>
using Words = std::pair<Enum, std::string_view>;

/// "" for a value without a word.
template <class Enum, std::size_t N>
[[nodiscard]] std::string_view wordOf(const std::array<Words<Enum>, N> &words, Enum value) {
    const auto found = std::find_if(words.begin(), words.end(), [&](const auto &w) { return w.first == value; });
    return found == words.end() ? std::string_view() : found->second;
}

template <class Enum, std::size_t N>
[[nodiscard]] std::optional<Enum> valueOf(const std::array<Words<Enum>, N> &words, std::string_view word) {
    const auto found = std::find_if(words.begin(), words.end(), [&](const auto &w) { return w.second == word; });
    return found == words.end() ? std::nullopt : std::optional(found->first);
}

}  // namespace wikivault
