#pragma once

#include "engine/core/result.h"

#include <set>
#include <string>

namespace wikivault::git {

/// One of `paths` is on disk not as the engine left it (`refs/wikivault/worktree`): a person was there. What nobody
/// would take over, such as a picture that is not in git, counts as nothing.
[[nodiscard]] Result<bool> differsFromPublished(const std::string &vault, const std::set<std::string> &paths);
/// Where HEAD and `main` stand, as a word to compare.
[[nodiscard]] std::string branchesOf(const std::string &vault);

}  // namespace wikivault::git
