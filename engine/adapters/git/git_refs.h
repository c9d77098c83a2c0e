#pragma once

#include "engine/adapters/git/object_store.h"
#include "engine/core/vault_tree.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace wikivault::git {

/// The refs of one vault; moved by compare-and-swap only. For a scratch store moves stay in memory.
class GitRefs {
public:
    explicit GitRefs(ObjectStore &store) : m_store(store) {}
    /// Corrupt: the ref is there and cannot be read.
    [[nodiscard]] Result<std::optional<CommitId>> tip(const std::string &ref) const;
    /// See Vault::moveRefs(). The objects have to be on disk already.
    [[nodiscard]] Result<> move(std::vector<RefMove> moves);

private:
    [[nodiscard]] Result<> compare(const std::vector<RefMove> &moves) const;
    [[nodiscard]] Result<> lockAndMove(const std::vector<RefMove> &moves);
    [[nodiscard]] bool isBeyond(const std::optional<CommitId> &now, const std::optional<CommitId> &moved) const;
    [[nodiscard]] Result<> readBack(const std::vector<RefMove> &moves) const;

    ObjectStore &m_store;
    std::map<std::string, std::optional<CommitId>> m_overlay;
};

}  // namespace wikivault::git
