#include "engine/core/merge/merge_block.h"

#include "engine/core/merge/diff3.h"

#include <algorithm>

namespace wikivault::merge {

namespace {

using Pieces = std::vector<std::string_view>;

enum class TokenKind { Space, Word, Single };

TokenKind kindOf(unsigned char c) {
    if (c == ' ' || c == '\t' || c == '\n') return TokenKind::Space;
    const bool letter = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (letter || (c >= 0x80 && c < 0xE2)) return TokenKind::Word;
    return TokenKind::Single;
}

bool isContinuation(char c) {
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

Pieces linesOf(std::string_view text) {
    Pieces lines;
    while (true) {
        const auto end = text.find('\n');
        lines.push_back(text.substr(0, end));
        if (end == text.npos) return lines;
        text.remove_prefix(end + 1);
    }
}

Keys keysOfPieces(const Pieces &pieces, Interner &interner) {
    Keys keys;
    keys.reserve(pieces.size());
    for (const std::string_view piece : pieces)
        keys.push_back(interner(piece));
    return keys;
}

/// The source text that spans `range`; pieces are views into one text.
std::string_view spanned(const Pieces &pieces, const Range &range) {
    if (range.empty()) return {};
    const char *begin = pieces[range.begin].data();
    const std::string_view last = pieces[range.end - 1];
    return {begin, static_cast<std::size_t>(last.data() + last.size() - begin)};
}

std::optional<std::string> mergeWords(std::string_view base, std::string_view wiki, std::string_view git) {
    if (base.empty() || wiki.empty() || git.empty()) return std::nullopt;
    const Pieces b = tokensOf(base), w = tokensOf(wiki), g = tokensOf(git);
    Interner interner;
    std::string text;
    for (const Chunk &chunk :
         diff3(keysOfPieces(b, interner), keysOfPieces(g, interner), keysOfPieces(w, interner), Touching::Conflicts)) {
        if (chunk.take == Take3::Conflict) return std::nullopt;
        text += chunk.take == Take3::Second ? spanned(w, chunk.second) : spanned(g, chunk.first);
    }
    return text;
}

}  // namespace

std::vector<std::string_view> tokensOf(std::string_view text) {
    Pieces tokens;
    for (std::size_t at = 0; at < text.size();) {
        const TokenKind kind = kindOf(static_cast<unsigned char>(text[at]));
        std::size_t end = at + 1;
        const auto belongs = [&](char c) {
            return isContinuation(c) || (kind != TokenKind::Single && kindOf(static_cast<unsigned char>(c)) == kind);
        };
        while (end < text.size() && belongs(text[end]))
            ++end;
        tokens.push_back(text.substr(at, end - at));
        at = end;
    }
    return tokens;
}

std::optional<std::string> mergeBlockText(std::string_view base, std::string_view wiki, std::string_view git,
                                          Finest finest) {
    const Pieces b = linesOf(base), w = linesOf(wiki), g = linesOf(git);
    Interner interner;
    Pieces merged;
    std::vector<std::string> made;
    const auto chunks = diff3(keysOfPieces(b, interner), keysOfPieces(g, interner), keysOfPieces(w, interner));
    made.reserve(chunks.size());
    for (const Chunk &chunk : chunks) {
        const bool fromWiki = chunk.take == Take3::Second;
        if (chunk.take != Take3::Conflict) {
            const Pieces &side = fromWiki ? w : g;
            const Range range = fromWiki ? chunk.second : chunk.first;
            for (std::size_t i = range.begin; i < range.end; ++i)
                merged.push_back(side[i]);
            continue;
        }
        if (finest != Finest::Words) return std::nullopt;
        auto words = mergeWords(spanned(b, chunk.base), spanned(w, chunk.second), spanned(g, chunk.first));
        if (!words) return std::nullopt;
        made.push_back(std::move(*words));
        merged.push_back(made.back());
    }
    std::string text;
    for (std::size_t i = 0; i < merged.size(); ++i) {
        if (i > 0) text += '\n';
        text += merged[i];
    }
    return text;
}

double similarity(std::string_view a, std::string_view b) {
    constexpr std::size_t kEnough = 4096;
    const auto words = [](std::string_view text) {
        Pieces found;
        for (const std::string_view token : tokensOf(text.substr(0, kEnough)))
            if (kindOf(static_cast<unsigned char>(token.front())) != TokenKind::Space) found.push_back(token);
        std::sort(found.begin(), found.end());
        return found;
    };
    const Pieces left = words(a), right = words(b);
    if (left.empty() || right.empty()) return 0;
    Pieces common;
    std::set_intersection(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(common));
    return 2.0 * static_cast<double>(common.size()) / static_cast<double>(left.size() + right.size());
}

}  // namespace wikivault::merge
