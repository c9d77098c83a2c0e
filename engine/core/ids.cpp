#include "engine/core/ids.h"

namespace wikivault {

namespace {

int hexDigit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

constexpr std::size_t kUuidLength = 36;

bool isDash(std::size_t at) {
    return at == 8 || at == 13 || at == 18 || at == 23;
}

/// False: not a uuid in lower case.
bool packUuid(std::string_view text, std::uint64_t &high, std::uint64_t &low) {
    if (text.size() != kUuidLength) return false;
    std::uint64_t halves[2] = {0, 0};
    std::size_t digits = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (isDash(i)) {
            if (c != '-') return false;
            continue;
        }
        const int digit = c >= 'A' && c <= 'F' ? -1 : hexDigit(c);
        if (digit < 0) return false;
        std::uint64_t &half = halves[digits++ / 16];
        half = half << 4U | static_cast<std::uint64_t>(digit);
    }
    high = halves[0];
    low = halves[1];
    return true;
}

}  // namespace

IdText::IdText(std::string text) {
    if (text.empty()) return;
    if (!packUuid(text, m_high, m_low) || isEmpty()) m_other = std::make_shared<const std::string>(std::move(text));
}

std::string IdText::str() const {
    if (m_other) return *m_other;
    if (isEmpty()) return {};
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text(kUuidLength, '-');
    std::size_t digits = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (isDash(i)) continue;
        const std::uint64_t half = digits < 16 ? m_high : m_low;
        text[i] = kDigits[half >> (60 - 4 * (digits++ % 16)) & 15U];
    }
    return text;
}

std::optional<std::string> parseUuid(std::string_view text) {
    if (text.size() != kUuidLength) return std::nullopt;
    std::string lower;
    lower.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (isDash(i) ? text[i] != '-' : hexDigit(text[i]) < 0) return std::nullopt;
        lower.push_back(text[i] >= 'A' && text[i] <= 'F' ? static_cast<char>(text[i] - 'A' + 'a') : text[i]);
    }
    return lower;
}

std::string toHex(const std::array<std::uint8_t, 20> &bytes) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string hex;
    hex.reserve(40);
    for (const std::uint8_t byte : bytes) {
        hex.push_back(kDigits[byte >> 4]);
        hex.push_back(kDigits[byte & 15]);
    }
    return hex;
}

std::optional<std::array<std::uint8_t, 20>> fromHex(std::string_view hex) {
    if (hex.size() != 40) return std::nullopt;
    std::array<std::uint8_t, 20> bytes{};
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const int high = hexDigit(hex[2 * i]);
        const int low = hexDigit(hex[2 * i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes[i] = static_cast<std::uint8_t>(high * 16 + low);
    }
    return bytes;
}

}  // namespace wikivault
