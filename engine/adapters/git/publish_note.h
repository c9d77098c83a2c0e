#pragma once

#include "engine/core/ids.h"
#include "engine/core/result.h"
#include "engine/ports/work_tree.h"

#include <optional>
#include <string>

namespace wikivault::git {

/// What a publish was about to put on disk, written before the first file moves. After a crash, and until
/// `refs/wikivault/worktree` moves, paths that are as `states` says are our own work and no person's edit.
struct PublishNote {
    CommitId base;  ///< where that ref was; all zero when it did not exist
    PathStates states;

    [[nodiscard]] static std::optional<PublishNote> load(const std::string &path);
    [[nodiscard]] Result<> save(const std::string &path) const;
};

/// What `target` has where it differs from `published`.
[[nodiscard]] PathStates differencesOf(const VaultTree &published, const VaultTree &target);

}  // namespace wikivault::git
