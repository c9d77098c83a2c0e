#pragma once

#include "engine/adapters/git/tree_text.h"

#include <deque>
#include <span>
#include <utility>

namespace wikivault::git {

/// The trees of one vault. Versions of a vault are nearly equal, so what comes out shares its entries with what was
/// read before, and of what goes in only the folders that changed are written.
class TreeMemory {
public:
    explicit TreeMemory(ObjectStore &store) : m_store(store), m_reader(store) {}
    [[nodiscard]] Result<VaultTree> read(const TreeId &tree);
    [[nodiscard]] Result<TreeId> store(const VaultTree &files);

private:
    void remember(const TreeId &id, VaultTree files);
    /// The tree with the changes; nothing: that takes the whole tree to tell.
    [[nodiscard]] Result<std::optional<TreeId>> patched(const TreeId &tree, const std::vector<TreeChange> &changes);
    struct Folder {
        std::optional<ObjectKey> id;  ///< nothing: there is none yet, or none any more
        std::string prefix;           ///< `A/B/`, "" = root
        bool isPlain = true;          ///< false: the whole tree has to tell what is wrong with it
    };
    [[nodiscard]] Result<> patchFolder(Folder &folder, std::span<const TreeChange> changes, std::size_t depth);

    ObjectStore &m_store;
    TreeReader m_reader;
    std::deque<std::pair<TreeId, VaultTree>> m_known;  ///< newest first
};

}  // namespace wikivault::git
