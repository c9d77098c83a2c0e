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

bool isPageFile(const std::string &path, std::uint32_t mode) {
    if ((mode & 0170000) != 0100000) return false;
    if (path.size() < 4 || !path.ends_with(".md") || path.front() == '.') return false;
    return path.find("/.") == std::string::npos;
}

}  // namespace wikivault
