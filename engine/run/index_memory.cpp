#include "engine/run/index_memory.h"

#include "engine/run/file_reader.h"

#include <vector>

namespace wikivault {

namespace {

constexpr std::size_t kRemembered = 4;
std::optional<BlobId> pageIn(const std::string &path, const std::optional<TreeEntry> &entry) {
    return entry && isPageFile(path, entry->mode) ? std::optional(entry->blob) : std::nullopt;
}

/// False: the outcome is not plain.
Result<bool> patch(PageIndex &index, const std::vector<TreeChange> &changes, FileReader &files) {
    for (const TreeChange &change : changes) {
        if (!pageIn(change.path, change.before)) continue;
        const auto page = index.byPath.find(change.path);
        if (page == index.byPath.end()) return false;
        const PageId id = page->second;
        setPage(index, id, std::nullopt);
    }
    for (const TreeChange &change : changes) {
        const std::optional<BlobId> page = pageIn(change.path, change.after);
        if (!page) continue;
        TRY_ASSIGN(const FileIdentity identity, files.identity(*page));
        if (!identity.id || !identity.problem.empty() || index.pages.contains(*identity.id)) return false;
        setPage(index, *identity.id, IndexedPage{change.path, *page});
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
