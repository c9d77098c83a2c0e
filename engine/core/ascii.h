#pragma once

#include <string>
#include <string_view>

/// Letters A to Z alone; every other byte stays as it is.
namespace wikivault {

[[nodiscard]] constexpr char lowerChar(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

[[nodiscard]] inline std::string lowerAscii(std::string_view text) {
    std::string lower(text);
    for (char &c : lower)
        c = lowerChar(c);
    return lower;
}

}  // namespace wikivault
