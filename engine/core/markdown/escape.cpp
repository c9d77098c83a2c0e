#include "engine/core/markdown/escape.h"

#include "engine/core/markdown/json.h"
#include "engine/core/markdown/text_scan.h"

namespace wikivault::markdown {
namespace {

bool isTail(char c) {
    return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U;
}

}  // namespace

bool isScriptSpace(char32_t c) {
    return (c >= 9 && c <= 13) || c == ' ' || c == 0xA0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 ||
           c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000 || c == 0xFEFF;
}

CodePoint codePointAt(std::string_view text, std::size_t at) {
    if (at >= text.size()) return {};
    const auto lead = static_cast<unsigned char>(text[at]);
    if (lead < 0x80) return {lead, 1};
    std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (at + length > text.size()) return {0xFFFD, 1};
    char32_t value = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i)
        value = (value << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    return {value, length};
}

CodePoint codePointBefore(std::string_view text, std::size_t at) {
    if (at == 0 || at > text.size()) return {};
    std::size_t begin = at - 1;
    while (begin > 0 && at - begin < 4 && isTail(text[begin]))
        --begin;
    return codePointAt(text.substr(0, at), begin);
}

std::size_t entityLength(std::string_view text, std::size_t at) {
    std::size_t end = at + 1;
    if (end < text.size() && text[end] == '#') ++end;
    const std::size_t name = end;
    while (end < text.size() && end - name < 40 && isAlnumChar(text[end]))
        ++end;
    return end > name && end < text.size() && text[end] == ';' ? end + 1 - at : 0;
}

bool endsInEscape(std::string_view text) {
    const std::size_t last = text.find_last_not_of('\\');
    return (text.size() - (last == std::string_view::npos ? 0 : last + 1)) % 2 != 0;
}

void appendReference(std::string &out, char32_t c) {
    out += "&#";
    out += std::to_string(static_cast<unsigned>(c));
    out += ';';
}

void appendHtmlText(std::string &out, std::string_view text, bool &afterSpace) {
    for (const char c : text) {
        const bool blank = isSpaceChar(c);
        switch (c) {
            case '&': out += "&amp;"; break;
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            default:
                if (blank && (c != ' ' || afterSpace))
                    appendReference(out, static_cast<unsigned char>(c));
                else
                    out += c;
        }
        afterSpace = c == ' ';
    }
}

void appendHtmlAttribute(std::string &out, std::string_view value) {
    for (const char c : value) {
        switch (c) {
            case '&': out += "&amp;"; break;
            case '"': out += "&quot;"; break;
            case '\n':
            case '\r':
            case '\t': appendReference(out, static_cast<unsigned char>(c)); break;
            default: out += c;
        }
    }
}

void appendHtmlAttribute(std::string &out, std::string_view name, std::string_view value) {
    out += ' ';
    out += name;
    out += "=\"";
    appendHtmlAttribute(out, value);
    out += '"';
}

void appendInertText(std::string &out, std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        const bool edgeSpace = c == ' ' && (i == 0 || i + 1 == text.size() || text[i - 1] == ' ');
        const bool control = static_cast<unsigned char>(c) < 0x20 && c != '\0';
        if (control || edgeSpace || isPunctChar(c))
            appendReference(out, static_cast<unsigned char>(c));
        else
            out += c;
    }
}

void appendComment(std::string &out, std::string_view name, std::string_view json) {
    out += "<!--";
    out += name;
    if (!json.empty()) {
        out += ' ';
        for (std::size_t i = 0; i < json.size(); ++i) {
            if (json[i] == '-' && i + 1 < json.size() && json[i + 1] == '-') {
                out += "\\u002d\\u002d";
                ++i;
            } else {
                out += json[i];
            }
        }
    }
    out += "-->";
}

void appendComment(std::string &out, std::string_view name, const Members &members) {
    std::string json;
    if (!members.empty()) appendJson(json, members);
    appendComment(out, name, json);
}

}  // namespace wikivault::markdown
