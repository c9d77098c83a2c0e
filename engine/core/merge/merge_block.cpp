#include "engine/core/merge/merge_block.h"

#include "engine/core/merge/diff3.h"
#include "engine/core/merge/merge_review.h"

#include <algorithm>
#include <utility>

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

bool isDigit(char c) {
    return c >= '0' && c <= '9';
}

/// `9:00`, `1.5`, `2026-11-27`: half of a number from one side and half from the other is neither.
bool joinsNumbers(std::string_view text, std::size_t at) {
    return std::string_view(":.,/-").find(text[at]) != std::string_view::npos && at > 0 && at + 1 < text.size() &&
           isDigit(text[at - 1]) && isDigit(text[at + 1]);
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

using View = std::span<const std::uint32_t>;

View slice(const Keys &keys, const Range &range) {
    return View(keys).subspan(range.begin, range.size());
}

/// Every key of `inner` stands in `outer`, in the same order.
bool holdsAllOf(View outer, View inner) {
    std::size_t found = 0;
    for (const std::uint32_t key : outer)
        if (found < inner.size() && inner[found] == key) ++found;
    return found == inner.size();
}

/// Whose words stand where both sides only added some and one of them has all that the other has: a text that was
/// passed on and then continued. Conflict: there is no such side.
Take3 continuation(View base, View git, View wiki) {
    if (!holdsAllOf(git, base) || !holdsAllOf(wiki, base)) return Take3::Conflict;
    if (holdsAllOf(wiki, git)) return Take3::Second;
    return holdsAllOf(git, wiki) ? Take3::First : Take3::Conflict;
}

std::optional<std::string> mergeWords(std::string_view base, std::string_view wiki, std::string_view git) {
    if (base.empty() || wiki.empty() || git.empty()) return std::nullopt;
    const Pieces b = tokensOf(base), w = tokensOf(wiki), g = tokensOf(git);
    Interner interner;
    const Keys ofBase = keysOfPieces(b, interner), ofGit = keysOfPieces(g, interner),
               ofWiki = keysOfPieces(w, interner);
    std::string text;
    for (const Chunk &chunk : diff3(ofBase, ofGit, ofWiki, Touching::Conflicts)) {
        const Take3 take =
            chunk.take == Take3::Conflict
                ? continuation(slice(ofBase, chunk.base), slice(ofGit, chunk.first), slice(ofWiki, chunk.second))
                : chunk.take;
        if (take == Take3::Conflict) return std::nullopt;
        text += take == Take3::Second ? spanned(w, chunk.second) : spanned(g, chunk.first);
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
        while (end < text.size() && (belongs(text[end]) || (kind == TokenKind::Word && joinsNumbers(text, end))))
            ++end;
        tokens.push_back(text.substr(at, end - at));
        at = end;
    }
    return tokens;
}

std::vector<LinePart> mergeLines(std::string_view base, std::string_view wiki, std::string_view git, Finest finest) {
    const Pieces b = linesOf(base), w = linesOf(wiki), g = linesOf(git);
    Interner interner;
    std::vector<LinePart> parts;
    for (const Chunk &chunk : diff3(keysOfPieces(b, interner), keysOfPieces(g, interner), keysOfPieces(w, interner))) {
        LinePart part{
            chunk.take, false, true, spanned(b, chunk.base), spanned(w, chunk.second), spanned(g, chunk.first), {}};
        auto words = chunk.take == Take3::Conflict && finest == Finest::Words
                         ? mergeWords(part.base, part.wiki, part.git)
                         : std::nullopt;
        if (words) {
            part.take = Take3::Both;
            part.byWords = true;
            part.text = std::move(*words);
        } else if (chunk.take != Take3::Conflict) {
            const bool fromWiki = chunk.take == Take3::Second;
            part.text = fromWiki ? part.wiki : part.git;
            part.isThere = fromWiki ? !chunk.second.empty() : !chunk.first.empty();
        }
        parts.push_back(std::move(part));
    }
    return parts;
}

std::vector<LinePart> splitLines(const LinePart &conflict) {
    const Pieces b = linesOf(conflict.base), w = linesOf(conflict.wiki), g = linesOf(conflict.git);
    if (b.size() != w.size() || b.size() != g.size() || conflict.base.empty()) return {conflict};
    std::vector<LinePart> parts;
    bool anyConflict = false;
    for (std::size_t i = 0; i < b.size(); ++i) {
        const bool wikiSame = w[i] == b[i], gitSame = g[i] == b[i];
        LinePart part{Take3::Conflict, false, true, b[i], w[i], g[i], {}};
        if (wikiSame || gitSame || w[i] == g[i]) {
            part.take = wikiSame && gitSame ? Take3::Base
                        : wikiSame          ? Take3::First
                        : gitSame           ? Take3::Second
                                            : Take3::Both;
            part.text = part.take == Take3::Second ? w[i] : g[i];
        }
        anyConflict = anyConflict || part.take == Take3::Conflict;
        parts.push_back(std::move(part));
    }
    return anyConflict ? parts : std::vector<LinePart>{conflict};
}

std::optional<std::string> mergeBlockText(std::string_view base, std::string_view wiki, std::string_view git,
                                          Finest finest) {
    std::string text;
    bool isFirst = true;
    for (const LinePart &part : mergeLines(base, wiki, git, finest)) {
        if (part.take == Take3::Conflict) return std::nullopt;
        if (!part.isThere) continue;
        if (!std::exchange(isFirst, false)) text += '\n';
        text += part.text;
    }
    return text;
}

WordUnion uniteWords(std::string_view base, std::string_view wiki, std::string_view git) {
    const Pieces b = tokensOf(base), w = tokensOf(wiki), g = tokensOf(git);
    Interner interner;
    WordUnion united;
    for (const Chunk &chunk : diff3(keysOfPieces(b, interner), keysOfPieces(g, interner), keysOfPieces(w, interner))) {
        const std::string_view ofWiki = spanned(w, chunk.second), ofGit = spanned(g, chunk.first);
        if (chunk.take != Take3::Conflict) {
            united.text += chunk.take == Take3::Second ? ofWiki : ofGit;
            continue;
        }
        ++united.meetings;
        united.text += ofWiki;
        if (!ofWiki.empty() && !ofGit.empty() && ofWiki.back() != ' ' && ofGit.front() != ' ') united.text += ' ';
        united.text += ofGit;
    }
    return united;
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
