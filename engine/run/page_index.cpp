#include "engine/run/page_index.h"

#include <algorithm>

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

/// A file that lost its id but stands at a page's base path is that page (C10-D1).
void adoptByPlace(PageIndex &index, const PageIndex &base) {
    const auto adopt = [&](const LooseFile &file) {
        if (file.copiedFrom || file.badId) return false;
        const auto atPath = base.byPath.find(file.path);
        if (atPath == base.byPath.end() || index.pages.contains(atPath->second)) return false;
        index.pages.emplace(atPath->second, IndexedPage{file.path, file.blob});
        index.byPath.emplace(file.path, atPath->second);
        index.withoutId.insert(atPath->second);
        return true;
    };
    std::erase_if(index.loose, adopt);
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
        if (identity.id) claims[*identity.id].push_back({path, entry.blob});
        else index.loose.push_back({path, entry.blob, {}, !identity.idText.empty(), identity.idText});
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
    if (base) adoptByPlace(index, *base);
    return index;
}

}  // namespace wikivault
