#pragma once

#include "engine/adapters/git/object_store.h"
#include "engine/core/vault_tree.h"

#include <unordered_map>

/// Git tree objects ↔ the flat tree of a vault.
namespace wikivault::git {

inline constexpr std::uint32_t kDirectoryMode = 0040000;

/// Reads trees; remembers the directories it has seen, because versions of one vault share nearly all of them.
class TreeReader {
public:
    explicit TreeReader(ObjectStore &store) : m_store(store) {}
    /// Corrupt: a name that could leave the vault, a name twice, too many entries or too deep.
    [[nodiscard]] Result<VaultTree> read(const TreeId &tree);

    struct Entry {
        std::string name;
        std::uint32_t mode = 0;
        ObjectKey id;
    };
    using Directory = std::vector<Entry>;
    /// One folder of a tree; `prefix` is its path.
    [[nodiscard]] Result<std::shared_ptr<const Directory>> directory(const ObjectKey &id, const std::string &prefix);

private:
    struct Level {
        std::shared_ptr<const Directory> directory;
        std::size_t next = 0;
        std::string prefix;
    };

    [[nodiscard]] static Result<Directory> parse(std::string_view data, const std::string &prefix);

    ObjectStore &m_store;
    std::unordered_map<ObjectKey, std::shared_ptr<const Directory>> m_seen;
    std::size_t m_seenEntries = 0;
};

/// Adds one entry to the text of a tree object.
void appendTreeEntry(std::string &data, std::uint32_t mode, std::string_view name, const ObjectKey &id);

/// Stores the trees of `files` bottom up. Invalid: a path that cannot stand in a tree, or a file where another path
/// needs a directory.
[[nodiscard]] Result<TreeId> writeTree(ObjectStore &store, const VaultTree &files);

}  // namespace wikivault::git
