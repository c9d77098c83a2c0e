#include "engine/core/vault_tree.h"

#include <string_view>

namespace wikivault {

std::optional<TreeEntry> entryAt(const VaultTree &tree, const std::string &path) {
    const auto at = tree.find(path);
    return at == tree.end() ? std::nullopt : std::optional(at->second);
}

void setEntry(VaultTree &tree, const std::string &path, const std::optional<TreeEntry> &entry) {
    if (entry)
        tree.insert_or_assign(path, *entry);
    else
        tree.erase(path);
}

std::optional<std::vector<TreeChange>> fewChanges(const VaultTree &from, const VaultTree &to) {
    constexpr std::size_t kFewChanges = 500;
    std::vector<TreeChange> changes;
    const auto entryOr = [](const TreeEntry *entry) { return entry != nullptr ? std::optional(*entry) : std::nullopt; };
    const bool areAll =
        forEachDifference(from, to, [&](const std::string &path, const TreeEntry *before, const TreeEntry *after) {
            changes.push_back({path, entryOr(before), entryOr(after)});
            return changes.size() <= kFewChanges;
        });
    return areAll ? std::optional(std::move(changes)) : std::nullopt;
}

bool isPageFile(const std::string &path, std::uint32_t mode) {
    if ((mode & 0170000) != 0100000) return false;
    if (path.size() < 4 || !path.ends_with(".md") || path.front() == '.') return false;
    return path.find("/.") == std::string::npos;
}

}  // namespace wikivault
