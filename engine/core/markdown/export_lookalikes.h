#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

/// What in plain text looks like something else.
namespace wikivault::markdown {

/// The end of the run of equal characters that begins at `at`.
[[nodiscard]] std::size_t runEnd(std::string_view text, std::size_t at);
/// Length of `<br>`, `<br/>`, `<br />` at `at`, or 0.
[[nodiscard]] std::size_t breakTagLength(std::string_view text, std::size_t at);
/// A `:` in `https://`, a `.` in `www.`, an `@` in an address: what links by itself.
[[nodiscard]] bool linksByItself(std::string_view text, std::size_t at, char behind);
/// The dollars that the format escapes: both ends of what reads as math within one text.
[[nodiscard]] std::vector<std::size_t> mathDollars(std::string_view text);

}  // namespace wikivault::markdown
