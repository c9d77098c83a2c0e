#pragma once

#include "tests/rig/mem_repo.h"
#include "tests/rig/persons_git.h"

#include <set>

/// Trees as git compares and merges them, path by path.
namespace wikivault::rig {

[[nodiscard]] std::set<std::string> changedPaths(const VaultTree &a, const VaultTree &b);
/// No path is a file and a folder at once.
[[nodiscard]] bool isPossible(const VaultTree &files);

struct ThreeTrees {
    const VaultTree &base, &ours, &theirs;
};
/// Nothing: files overlap and `take` gives up, or a file came where the other side has a folder.
[[nodiscard]] std::optional<VaultTree> mergeTrees(MemRepo &repo, const ThreeTrees &trees, Take take);

}  // namespace wikivault::rig
