#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace wikivault::markdown {

/// Decodes the character reference that begins at `text[at]` (an ampersand) into `out`: its length, or 0 if none stands
/// there (then nothing is appended). Named references need their semicolon; a code that is no character gives U+FFFD.
std::size_t decodeReference(std::string_view text, std::size_t at, std::string &out);
/// `text` with every character reference decoded.
[[nodiscard]] std::string decodeReferences(std::string_view text);
/// `text` with character references and backslash escapes decoded, as in link targets and info strings.
[[nodiscard]] std::string decodeEscapes(std::string_view text);
/// The characters a named reference stands for, or "".
[[nodiscard]] std::string_view namedReference(std::string_view name);

}  // namespace wikivault::markdown
