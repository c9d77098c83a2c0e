#include "engine/core/markdown/text_scan.h"

#include <simdjson.h>

#include <QChar>
#include <QString>

#include <algorithm>

namespace wikivault::markdown {

namespace {

struct Decoded {
    char32_t code;
    std::size_t length;  ///< 0: malformed
};

Decoded decodeUtf8(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const unsigned char lead = byte(at);
    if (lead < 0x80) return {lead, 1};
    const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4 || at + length > text.size()) return {0xFFFD, 0};
    char32_t code = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(at + i) & 0xC0U) != 0x80U) return {0xFFFD, 0};
        code = (code << 6U) | (byte(at + i) & 0x3FU);
    }
    constexpr char32_t smallest[] = {0, 0, 0x80, 0x800, 0x10000};
    if (code < smallest[length] || code > 0x10FFFF || (code >= 0xD800 && code <= 0xDFFF)) return {0xFFFD, 0};
    return {code, length};
}

bool isUnicodeSpace(char32_t c) {
    return c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F ||
           c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

CharClass classOf(char32_t c) {
    if (c < 0x80) {
        const char ascii = static_cast<char>(c);
        return isSpaceChar(ascii) ? CharClass::Space : isPunctChar(ascii) ? CharClass::Punctuation : CharClass::Letter;
    }
    if (isUnicodeSpace(c)) return CharClass::Space;
    return QChar::isPunct(c) || QChar::isSymbol(c) ? CharClass::Punctuation : CharClass::Letter;
}

}  // namespace

bool equalsIgnoringCase(std::string_view a, std::string_view b) {
    if (a.size() != b.size()) return false;
    for (std::size_t i = 0; i < a.size(); ++i)
        if (lowerChar(a[i]) != lowerChar(b[i])) return false;
    return true;
}

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && isSpaceChar(text.front()))
        text.remove_prefix(1);
    while (!text.empty() && isSpaceChar(text.back()))
        text.remove_suffix(1);
    return text;
}

std::string collapsed(std::string_view text) {
    std::string out;
    for (const char c : trimmed(text)) {
        if (!isSpaceChar(c))
            out += c;
        else if (out.back() != ' ')
            out += ' ';
    }
    return out;
}

bool isBlank(std::string_view text) {
    return trimmed(text).empty();
}

CharClass classBefore(std::string_view text, std::size_t end) {
    if (end == 0) return CharClass::Space;
    std::size_t begin = end - 1;
    while (begin > 0 && end - begin < 4 && (static_cast<unsigned char>(text[begin]) & 0xC0U) == 0x80U)
        --begin;
    const Decoded decoded = decodeUtf8(text, begin);
    return decoded.code >= 0x10000 ? CharClass::Letter : classOf(decoded.code);
}

CharClass classAfter(std::string_view text, std::size_t begin) {
    if (begin >= text.size()) return CharClass::Space;
    return classOf(decodeUtf8(text, begin).code);
}

void appendUtf8(std::string &out, char32_t code) {
    const auto tail = [&](unsigned shift) { out += static_cast<char>(0x80U | ((code >> shift) & 0x3FU)); };
    if (code < 0x80) {
        out += static_cast<char>(code);
    } else if (code < 0x800) {
        out += static_cast<char>(0xC0U | (code >> 6U));
        tail(0);
    } else if (code < 0x10000) {
        out += static_cast<char>(0xE0U | (code >> 12U));
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xF0U | (code >> 18U));
        tail(12);
        tail(6);
        tail(0);
    }
}

std::string validUtf8(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const Decoded decoded = decodeUtf8(text, at);
        appendUtf8(out, decoded.code);
        at += decoded.length ? decoded.length : 1;
    }
    return out;
}

bool isValidUtf8(std::string_view text) {
    return simdjson::validate_utf8(text.data(), text.size());
}

std::string foldedLabel(std::string_view label) {
    std::string plain = collapsed(label);
    if (std::none_of(plain.begin(), plain.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; }))
        return lowerAscii(plain);
    const QString text = QString::fromUtf8(plain.data(), static_cast<qsizetype>(plain.size()));
    return text.toCaseFolded().toStdString();
}

}  // namespace wikivault::markdown
