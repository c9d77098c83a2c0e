#include "engine/core/markdown/html_entities.h"

#include "engine/core/markdown/text_scan.h"

namespace wikivault::markdown {

namespace {

std::size_t decodeNumber(std::string_view text, std::size_t at, std::string &out) {
    std::size_t i = at + 2;
    const bool hex = i < text.size() && lowerChar(text[i]) == 'x';
    if (hex) ++i;
    const std::size_t first = i, most = hex ? 6 : 7;
    char32_t code = 0;
    for (; i < text.size() && i - first < most; ++i) {
        const char c = lowerChar(text[i]);
        if (isDigitChar(c))
            code = code * (hex ? 16 : 10) + static_cast<char32_t>(c - '0');
        else if (hex && c >= 'a' && c <= 'f')
            code = code * 16 + static_cast<char32_t>(c - 'a' + 10);
        else
            break;
    }
    if (i == first || i >= text.size() || text[i] != ';') return 0;
    const bool character = code != 0 && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
    appendUtf8(out, character ? code : 0xFFFD);
    return i + 1 - at;
}

}  // namespace

std::size_t decodeReference(std::string_view text, std::size_t at, std::string &out) {
    constexpr std::size_t longestName = 31;
    if (at + 2 < text.size() && text[at + 1] == '#') return decodeNumber(text, at, out);
    std::size_t end = at + 1;
    while (end < text.size() && end - at <= longestName && isAlnumChar(text[end]))
        ++end;
    if (end == at + 1 || end >= text.size() || text[end] != ';') return 0;
    const std::string_view characters = namedReference(text.substr(at + 1, end - at - 1));
    if (characters.empty()) return 0;
    out += characters;
    return end + 1 - at;
}

std::string decodeReferences(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = text[at] == '&' ? decodeReference(text, at, out) : 0;
        if (length == 0) out += text[at];
        at += length ? length : 1;
    }
    return out;
}

std::string decodeEscapes(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '\\' && at + 1 < text.size() && isPunctChar(text[at + 1])) {
            out += text[at + 1];
            at += 2;
            continue;
        }
        const std::size_t length = text[at] == '&' ? decodeReference(text, at, out) : 0;
        if (length == 0) out += text[at];
        at += length ? length : 1;
    }
    return out;
}

}  // namespace wikivault::markdown
