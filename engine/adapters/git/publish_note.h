#pragma once

#include "engine/core/ids.h"
#include "engine/core/result.h"
#include "engine/core/vault_tree.h"

#include <map>
#include <optional>
#include <string>

namespace wikivault::git {

using PathStates = std::map<std::string, std::optional<TreeEntry>>;

/// What a publish was about to put on disk, written before the first file moves. After a crash, and until
/// `refs/wikivault/worktree` moves, paths that are as `states` says are our own work and no person's edit.
struct PublishNote {
    CommitId base;  ///< where that ref was; all zero when it did not exist
    PathStates states;

    [[nodiscard]] static std::optional<PublishNote> load(const std::string &path);
    [[nodiscard]] Result<> save(const std::string &path) const;
    /// Whether `entry` at `path` is what the publish was putting there.
    [[nodiscard]] bool explains(const std::string &path, const std::optional<TreeEntry> &entry) const;
};

/// What `target` has where it differs from `published`.
[[nodiscard]] PathStates differencesOf(const VaultTree &published, const VaultTree &target);

}  // namespace wikivault::git
