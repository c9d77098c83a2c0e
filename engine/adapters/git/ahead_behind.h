#pragma once

#include "engine/core/ids.h"
#include "engine/core/result.h"
#include "engine/ports/remote_desk.h"

#include <string>

namespace wikivault::git {

struct AheadBehind {
    int ahead = 0;   ///< commits only main has
    int behind = 0;  ///< commits only `theirs` has
};

/// main of the vault at that path and another commit. NotFound: it does not hold one of them.
[[nodiscard]] Result<AheadBehind> aheadBehind(const std::string &vault, const CommitId &theirs);

/// Commits of `theirs` that main lacks, newest first, RemoteNews::kMostCommits at most. Errors as above.
[[nodiscard]] Result<std::vector<RemoteCommit>> commitsBehind(const std::string &vault, const CommitId &theirs);

}  // namespace wikivault::git
