#pragma once

#include "engine/core/ids.h"
#include "engine/core/result.h"

#include <string>

namespace wikivault::git {

struct AheadBehind {
    int ahead = 0;   ///< commits only `ours` has
    int behind = 0;  ///< commits only `theirs` has
};

/// Two commits of the vault at `path`. NotFound: it does not hold one of them.
[[nodiscard]] Result<AheadBehind> aheadBehind(const std::string &path, const CommitId &ours, const CommitId &theirs);

}  // namespace wikivault::git
