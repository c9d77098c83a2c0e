#include "engine/core/markdown/export_lookalikes.h"

#include "engine/core/markdown/export_text.h"
#include "engine/core/markdown/text_scan.h"

#include <algorithm>
#include <array>

namespace wikivault::markdown {
namespace {

bool hasIgnoringCase(std::string_view text, std::size_t at, std::string_view lower) {
    if (at + lower.size() > text.size()) return false;
    for (std::size_t i = 0; i < lower.size(); ++i)
        if ((text[at + i] | 0x20) != lower[i] && text[at + i] != lower[i]) return false;
    return true;
}

/// 1 where Markdown may read something into a character in the middle of a line.
constexpr std::array<bool, 256> kMeaningful = [] {
    std::array<bool, 256> table{};
    for (const char c :
         {'\\', '`', '*', '_', '~', '[', ']', '<', '&', '$', '=', '^', '@', ':', '\n', '\r', '\t', '\0', '|'})
        table[static_cast<unsigned char>(c)] = true;
    for (unsigned c = 0; c < 0x20; ++c)
        table[c] = true;
    return table;
}();

}  // namespace

std::size_t runEnd(std::string_view text, std::size_t at) {
    std::size_t end = at;
    while (end < text.size() && text[end] == text[at])
        ++end;
    return end;
}

std::size_t breakTagLength(std::string_view text, std::size_t at) {
    if (!hasIgnoringCase(text, at, "<br")) return 0;
    std::size_t end = at + 3;
    while (end < text.size() && isSpaceChar(text[end]))
        ++end;
    if (end < text.size() && text[end] == '/') ++end;
    return end < text.size() && text[end] == '>' ? end + 1 - at : 0;
}

bool linksByItself(std::string_view text, std::size_t at, char behind) {
    const auto before = [&](std::string_view word) {
        return at >= word.size() && hasIgnoringCase(text, at - word.size(), word);
    };
    if (text[at] == ':') {
        if (text.substr(at, 3) == "://") return before("http") || before("https") || before("ftp");
        return (before("mailto") || before("xmpp")) && at + 1 < text.size() && isAlnumChar(text[at + 1]);
    }
    if (text[at] == '.') return before("www") && !isSpaceChar(at + 1 < text.size() ? text[at + 1] : behind);
    const char last = at > 0 ? text[at - 1] : ' ', next = at + 1 < text.size() ? text[at + 1] : ' ';
    return (isAlnumChar(last) || last == '.' || last == '-' || last == '_' || last == '+') &&
           (isAlnumChar(next) || next == '-' || next == '_');
}

std::vector<std::size_t> mathDollars(std::string_view text) {
    std::vector<std::size_t> found;
    std::size_t open = text.find('$');
    while (open != std::string_view::npos) {
        std::size_t close = open + 1;
        while (close < text.size() && text[close] != '$' && text[close] != '\n')
            close += text[close] == '\\' && close + 1 < text.size() && text[close + 1] == '$' ? 2 : 1;
        const bool closed = close < text.size() && text[close] == '$' && close > open + 1;
        const bool math = closed && classAfter(text, open + 1) != CharClass::Space &&
                          classBefore(text, close) != CharClass::Space &&
                          (close + 1 >= text.size() || !isDigitChar(text[close + 1]));
        if (math) {
            found.push_back(open);
            found.push_back(close);
        }
        open = text.find('$', math ? close + 1 : open + 1);
    }
    return found;
}

void addTraits(BlockTraits &traits, std::string_view text) {
    std::array<bool, 8> seen{};
    for (std::size_t i = 0; i < text.size(); ++i) {
        switch (text[i]) {
            case '*': ++traits.stars; break;
            case '_': ++traits.unders; break;
            case '~': ++traits.tildes; break;
            case '$': ++traits.dollars; break;
            case '`': {
                const std::size_t length = runEnd(text, i) - i, slot = std::min<std::size_t>(length, seen.size()) - 1;
                traits.ticks = traits.ticks || seen[slot] || length >= seen.size();
                seen[slot] = true;
                i += length - 1;
                break;
            }
            case ']':
                traits.brackets = traits.brackets || (i + 1 < text.size() &&
                                                      (text[i + 1] == '(' || text[i + 1] == '[' || text[i + 1] == ':'));
                break;
            default: break;
        }
    }
}

bool isInert(std::string_view text) {
    if (std::any_of(text.begin(), text.end(), [](char c) { return kMeaningful[static_cast<unsigned char>(c)]; }))
        return false;
    return text.find("www.") == std::string_view::npos && text.find("WWW.") == std::string_view::npos;
}

}  // namespace wikivault::markdown
