#include "engine/run/page_index.h"

#include "engine/core/rig_hooks.h"
#include "engine/run/file_reader.h"

#include <algorithm>
#include <iterator>

namespace wikivault {

namespace {

struct Claim {
    std::string path;
    BlobId blob;
};

/// The base path wins; else the shortest name, then the smallest (T-15: `Meeting.md` before `Meeting 1.md`).
std::size_t rightfulClaim(const std::vector<Claim> &claims, const IndexedPage *base) {
    std::size_t best = 0;
    for (std::size_t i = 0; i < claims.size(); ++i) {
        if (base && claims[i].path == base->path) return i;
        const auto rank = [](const Claim &c) { return std::pair(c.path.size(), std::string_view(c.path)); };
        if (rank(claims[i]) < rank(claims[best])) best = i;
    }
    return best;
}

/// The page's own file stands in its place and only lost its id: what were its copies before still are.
bool areCopiesStill(const std::vector<Claim> &claims, const PageId &page, const PageIndex &index,
                    const PageIndex &base) {
    const auto wasCopy = [&](const Claim &claim) {
        const LooseFile *file = looseAt(base, claim.path);
        return file && file->copiedFrom == page;
    };
    const auto was = base.pages.find(page);
    if (was == base.pages.end() || !std::all_of(claims.begin(), claims.end(), wasCopy)) return false;
    const LooseFile *own = looseAt(index, was->second.path);
    return own && !own->copiedFrom;
}

using Claims = std::map<PageId, std::vector<Claim>>;

/// Page files by the id they bear; those without one are loose.
Result<Claims> claimsIn(const VaultTree &tree, const PageIndex *base, PageIndex &index, FileReader &files) {
    Claims claims;
    for (const auto &[path, entry] : tree) {
        if (!isPageFile(path, entry.mode)) continue;
        TRY_ASSIGN(FileIdentity identity, files.identity(entry.blob));
        if (PLANTED("merge-by-path") && base && base->byPath.contains(path)) identity.id = base->byPath.at(path);
        if (!identity.problem.empty()) index.problems.emplace(path, identity.problem);
        if (identity.id)
            claims[*identity.id].push_back({path, entry.blob});
        else
            index.loose.push_back({path, entry.blob, {}, !identity.idText.empty(), identity.idText});
    }
    return claims;
}

void settleClaims(const Claims &claims, const PageIndex *base, PageIndex &index) {
    std::vector<std::pair<std::string, PageId>> places;
    for (const auto &[id, rivals] : claims) {
        const IndexedPage *was = nullptr;
        if (base)
            if (const auto found = base->pages.find(id); found != base->pages.end()) was = &found->second;
        const bool isNone = base && areCopiesStill(rivals, id, index, *base);
        const std::size_t chosen = isNone ? rivals.size() : rightfulClaim(rivals, was);
        for (std::size_t i = 0; i < rivals.size(); ++i) {
            if (i == chosen) {
                index.pages.append(id, IndexedPage{rivals[i].path, rivals[i].blob});
                places.emplace_back(rivals[i].path, id);
            } else {
                index.loose.push_back({rivals[i].path, rivals[i].blob, id, false, id.str()});
            }
        }
    }
    std::sort(places.begin(), places.end());
    for (auto &[path, page] : places)
        index.byPath.append(std::move(path), page);
}

/// A file that is about to be a page of its own stands there, whichever page stood there before.
bool isExpected(const PageIndex &base, const std::string &path) {
    return std::any_of(base.loose.begin(), base.loose.end(),
                       [&](const LooseFile &file) { return file.path == path && !file.copiedFrom; });
}

/// That very text is in a file which was not there before.
Result<bool> wentElsewhere(const std::multiset<std::string> &lines, const PageIndex &index, const PageIndex &base,
                           FileReader &files) {
    if (lines.empty()) return false;
    for (const LooseFile &file : index.loose) {
        if (file.copiedFrom || looseAt(base, file.path) || base.byPath.contains(file.path)) continue;
        TRY_ASSIGN(const std::string body, files.body(file.blob));
        if (proseLines(body) == lines) return true;
    }
    return false;
}

/// Hardly a line is that of the page which stood there, and most are those of another, or the page's own text went
/// elsewhere: it was put over that page.
Result<bool> readsLikeAnother(const LooseFile &file, const PageId &page, const PageIndex &index, const PageIndex &base,
                              FileReader &files) {
    TRY_ASSIGN(const std::string body, files.body(file.blob));
    const std::multiset<std::string> lines = proseLines(body);
    if (lines.empty()) return false;
    const auto isLike = [&](const BlobId &blob) -> Result<bool> {
        TRY_ASSIGN(const std::string other, files.body(blob));
        return likeness(lines, proseLines(other)) >= kAlike;
    };
    TRY_ASSIGN(const std::string was, files.body(base.pages.at(page).blob));
    const std::multiset<std::string> itsLines = proseLines(was);
    if (likeness(lines, itsLines) >= kAlike) return false;
    TRY_ASSIGN(const bool went, wentElsewhere(itsLines, index, base, files));
    if (went) return true;
    for (const auto &[id, other] : base.pages) {
        TRY_ASSIGN(const bool like, isLike(other.blob));
        if (like) return true;
    }
    for (const LooseFile &other : base.loose) {
        TRY_ASSIGN(const bool like, isLike(other.blob));
        if (like) return true;
    }
    return false;
}

/// A file that lost its id but stands at a page's base path is that page (C10-D1); one whose id was garbled as well,
/// but nobody guesses what was meant.
Result<> adoptByPlace(PageIndex &index, const PageIndex &base, FileReader &files) {
    std::set<std::string> others;
    for (const LooseFile &file : index.loose) {
        const auto atPath = base.byPath.find(file.path);
        if (file.copiedFrom || atPath == base.byPath.end() || index.pages.contains(atPath->second)) continue;
        TRY_ASSIGN(const bool another, readsLikeAnother(file, atPath->second, index, base, files));
        if (another) others.insert(file.path);
    }
    const auto adopt = [&](const LooseFile &file) {
        if (file.copiedFrom || isExpected(base, file.path) || others.contains(file.path)) return false;
        const auto atPath = base.byPath.find(file.path);
        if (atPath == base.byPath.end() || index.pages.contains(atPath->second)) return false;
        index.pages.emplace(atPath->second, IndexedPage{file.path, file.blob});
        index.byPath.emplace(file.path, atPath->second);
        if (file.badId)
            index.problems.emplace(file.path, "gitmost_id \"" + file.idText + "\" is no page id");
        else
            index.withoutId.insert(atPath->second);
        return true;
    };
    std::erase_if(index.loose, adopt);
    return {};
}

double sharedOf(std::size_t most, const std::multiset<std::string> &a, const std::multiset<std::string> &b) {
    std::vector<std::string> common;
    std::set_intersection(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(common));
    return static_cast<double>(common.size()) / static_cast<double>(std::max(most, std::size_t{1}));
}

}  // namespace

double likeness(const std::multiset<std::string> &a, const std::multiset<std::string> &b) {
    return sharedOf(std::max(a.size(), b.size()), a, b);
}

double shareKept(const std::multiset<std::string> &text, const std::multiset<std::string> &other) {
    return sharedOf(text.size(), text, other);
}

std::string directoryOf(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string() : std::string(path.substr(0, slash));
}

Result<PageIndex> indexPages(const VaultTree &tree, const PageIndex *base, FileReader &files) {
    if (!PLANTED("merge-by-path")) {
        TRY_ASSIGN(std::optional<PageIndex> known, files.indexes().find(tree, files));
        if (known) return std::move(*known);
    }
    PageIndex index;
    TRY_ASSIGN(const auto claims, claimsIn(tree, base, index, files));
    settleClaims(claims, base, index);
    files.indexes().keep(tree, index);
    if (!base) return index;
    TRY(adoptByPlace(index, *base, files));
    TRY(adoptRenamed(index, *base, files));
    return index;
}

std::optional<PageId> pageAtPath(const PageIndex &index, const std::string &path) {
    const auto at = index.byPath.find(path);
    return at == index.byPath.end() ? std::nullopt : std::optional(at->second);
}

const LooseFile *looseAt(const PageIndex &index, const std::string &path) {
    const auto at =
        std::find_if(index.loose.begin(), index.loose.end(), [&](const LooseFile &file) { return file.path == path; });
    return at == index.loose.end() ? nullptr : &*at;
}

void setPage(PageIndex &index, const PageId &page, const std::optional<IndexedPage> &file) {
    if (const auto before = index.pages.find(page); before != index.pages.end()) {
        index.byPath.erase(before->second.path);
        index.pages.erase(page);
    }
    if (!file) return;
    index.pages.emplace(page, *file);
    index.byPath.insert_or_assign(file->path, page);
}

}  // namespace wikivault
