#include "engine/run/page_index.h"

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

/// A file that lost its id but stands at a page's base path is that page (C10-D1); one whose id was garbled as well,
/// but nobody guesses what was meant.
void adoptByPlace(PageIndex &index, const PageIndex &base) {
    const auto adopt = [&](const LooseFile &file) {
        if (file.copiedFrom) return false;
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
}

/// Share of lines two texts have in common; 0 for texts too short to tell.
double likeness(const std::string &a, const std::string &b) {
    const std::multiset<std::string> left = proseLines(a), right = proseLines(b);
    if (left.empty() || right.empty()) return 0;
    if (left == right) return 1;
    std::vector<std::string> common;
    std::set_intersection(left.begin(), left.end(), right.begin(), right.end(), std::back_inserter(common));
    return static_cast<double>(common.size()) / static_cast<double>(std::max(left.size(), right.size()));
}

/// A file that lost its id while it was renamed is the missing page it reads like (L-08); git calls that a rename too.
Result<> adoptByText(PageIndex &index, const PageIndex &base, FileReader &files) {
    constexpr double kAlike = 0.5;
    for (const auto &[page, was] : base.pages) {
        if (index.loose.empty()) return {};
        if (index.pages.contains(page)) continue;
        TRY_ASSIGN(const std::string text, files.body(was.blob));
        auto best = index.loose.end();
        double bestLikeness = kAlike;
        for (auto file = index.loose.begin(); file != index.loose.end(); ++file) {
            if (file->copiedFrom || file->badId || index.problems.contains(file->path)) continue;
            TRY_ASSIGN(const std::string body, files.body(file->blob));
            if (const double alike = likeness(text, body); alike >= bestLikeness && alike > 0) {
                best = file;
                bestLikeness = alike;
            }
        }
        if (best == index.loose.end()) continue;
        index.pages.emplace(page, IndexedPage{best->path, best->blob});
        index.byPath.emplace(best->path, page);
        index.withoutId.insert(page);
        index.loose.erase(best);
    }
    return {};
}

}  // namespace

std::string directoryOf(std::string_view path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string_view::npos ? std::string() : std::string(path.substr(0, slash));
}

Result<PageIndex> indexPages(const VaultTree &tree, const PageIndex *base, FileReader &files) {
    PageIndex index;
    std::map<PageId, std::vector<Claim>> claims;
    for (const auto &[path, entry] : tree) {
        if (!isPageFile(path, entry.mode)) continue;
        TRY_ASSIGN(const FileIdentity identity, files.identity(entry.blob));
        if (!identity.problem.empty()) index.problems.emplace(path, identity.problem);
        if (identity.id)
            claims[*identity.id].push_back({path, entry.blob});
        else
            index.loose.push_back({path, entry.blob, {}, !identity.idText.empty(), identity.idText});
    }
    for (const auto &[id, rivals] : claims) {
        const IndexedPage *was = nullptr;
        if (base)
            if (const auto found = base->pages.find(id); found != base->pages.end()) was = &found->second;
        const std::size_t chosen = rightfulClaim(rivals, was);
        for (std::size_t i = 0; i < rivals.size(); ++i) {
            if (i == chosen) {
                index.pages.emplace(id, IndexedPage{rivals[i].path, rivals[i].blob});
                index.byPath.emplace(rivals[i].path, id);
            } else {
                index.loose.push_back({rivals[i].path, rivals[i].blob, id, false, id.str()});
            }
        }
    }
    if (!base) return index;
    adoptByPlace(index, *base);
    TRY(adoptByText(index, *base, files));
    return index;
}

}  // namespace wikivault
