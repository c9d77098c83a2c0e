#include "engine/adapters/git/path_rules.h"

#include "engine/core/ascii.h"

#include <array>
#include <cstdint>

namespace wikivault::git {

namespace {

constexpr char32_t kBroken = 0xffffffff;

struct CodePoint {
    char32_t value = kBroken;
    std::size_t length = 1;
};

CodePoint codePointAt(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
    const std::uint8_t first = byte(at);
    if (first < 0x80) return {first, 1};
    const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || at + length > text.size()) return {};
    static constexpr std::array<std::uint8_t, 5> kMask{0, 0, 0x1f, 0x0f, 0x07};
    char32_t value = first & kMask.at(length);
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xc0) != 0x80) return {};
        value = value << 6 | (byte(at + i) & 0x3fu);
    }
    static constexpr std::array<char32_t, 5> kLeast{0, 0, 0x80, 0x800, 0x10000};
    const bool surrogate = value >= 0xd800 && value <= 0xdfff;
    if (value < kLeast.at(length) || value > 0x10ffff || surrogate) return {};
    return {value, length};
}

bool isIgnoredByHfs(char32_t c) {
    return (c >= 0x200c && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x206a && c <= 0x206f) || c == 0xfeff;
}

bool isDotGitOnHfs(std::string_view name) {
    std::string folded;
    for (std::size_t at = 0; at < name.size();) {
        const CodePoint point = codePointAt(name, at);
        at += point.length;
        if (isIgnoredByHfs(point.value)) continue;
        if (point.value >= 0x80 || folded.size() == 4) return false;
        folded.push_back(lowerChar(static_cast<char>(point.value)));
    }
    return folded == ".git";
}

bool isDotGitOnNtfs(std::string_view name) {
    std::string folded;
    for (const char c : name.substr(0, name.find(':')))
        folded.push_back(lowerChar(c));
    while (!folded.empty() && (folded.back() == '.' || folded.back() == ' '))
        folded.pop_back();
    return folded == ".git" || folded == "git~1";
}

}  // namespace

bool looksLikeDotGit(std::string_view name) {
    return isDotGitOnNtfs(name) || isDotGitOnHfs(name);
}

bool isUtf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const CodePoint point = codePointAt(text, at);
        if (point.value == kBroken) return false;
        at += point.length;
    }
    return true;
}

NameFault faultOf(std::string_view name) {
    if (name.empty() || name == "." || name == "..") return NameFault::Leaves;
    if (name.find_first_of(std::string_view("/\\\0", 3)) != std::string_view::npos) return NameFault::Leaves;
    if (looksLikeDotGit(name)) return NameFault::Leaves;
    return isUtf8(name) ? NameFault::None : NameFault::NotUtf8;
}

std::string printable(std::string_view name) {
    static constexpr char kDigits[] = "0123456789abcdef";
    const bool readable = isUtf8(name);
    std::string text;
    for (const char c : name) {
        const auto byte = static_cast<std::uint8_t>(c);
        if (byte >= 0x20 && byte != 0x7f && (byte < 0x80 || readable)) {
            text.push_back(c);
        } else {
            text += {'\\', 'x', kDigits[byte >> 4], kDigits[byte & 15]};
        }
    }
    return text;
}

}  // namespace wikivault::git
