#include "engine/run/index_memory.h"

#include "engine/run/file_reader.h"

#include <vector>

namespace wikivault {

namespace {

constexpr std::size_t kRemembered = 4;
constexpr std::size_t kFewChanges = 500;

struct IndexChange {
    std::string path;
    std::optional<BlobId> before, after;  ///< where a page file was, or is
};

/// Nothing: too many.
std::optional<std::vector<IndexChange>> fewChanges(const VaultTree &from, const VaultTree &to) {
    std::vector<IndexChange> changes;
    const auto add = [&](const std::string &path, const TreeEntry *before, const TreeEntry *after) {
        const auto pageAt = [&](const TreeEntry *entry) {
            const bool isPage = entry != nullptr && isPageFile(path, entry->mode);
            return isPage ? std::optional(entry->blob) : std::nullopt;
        };
        changes.push_back({path, pageAt(before), pageAt(after)});
        return changes.size() <= kFewChanges;
    };
    return forEachDifference(from, to, add) ? std::optional(std::move(changes)) : std::nullopt;
}

/// False: the outcome is not plain.
Result<bool> patch(PageIndex &index, const std::vector<IndexChange> &changes, FileReader &files) {
    for (const IndexChange &change : changes) {
        if (!change.before) continue;
        const auto page = index.byPath.find(change.path);
        if (page == index.byPath.end()) return false;
        const PageId id = page->second;
        setPage(index, id, std::nullopt);
    }
    for (const IndexChange &change : changes) {
        if (!change.after) continue;
        TRY_ASSIGN(const FileIdentity identity, files.identity(*change.after));
        if (!identity.id || !identity.problem.empty() || index.pages.contains(*identity.id)) return false;
        setPage(index, *identity.id, IndexedPage{change.path, *change.after});
    }
    return true;
}

}  // namespace

Result<std::optional<PageIndex>> IndexMemory::find(const VaultTree &tree, FileReader &files) {
    for (const auto &[known, itsIndex] : m_plain) {
        const auto changes = fewChanges(known, tree);
        if (!changes) continue;
        PageIndex index = itsIndex;
        TRY_ASSIGN(const bool isPlain, patch(index, *changes, files));
        if (!isPlain) return std::optional<PageIndex>();
        if (!changes->empty()) keep(tree, index);
        return std::optional(std::move(index));
    }
    return std::optional<PageIndex>();
}

void IndexMemory::keep(const VaultTree &tree, const PageIndex &index) {
    if (!index.loose.empty() || !index.withoutId.empty() || !index.problems.empty()) return;
    m_plain.emplace_front(tree, index);
    if (m_plain.size() > kRemembered) m_plain.pop_back();
}

}  // namespace wikivault
