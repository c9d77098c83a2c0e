#pragma once

#include "engine/core/result.h"

#include <string>

namespace wikivault::git {

/// Sets the local settings of a vault (engine.md section 2) where they differ. Unavailable: somebody holds the file's
/// lock; the engine itself depends on none of them.
[[nodiscard]] Result<> pinConfig(const std::string &gitDir);

/// Whether the file system keeps executable bits (`core.fileMode`); true when nothing says otherwise.
[[nodiscard]] bool keepsExecutableBits(const std::string &gitDir);

}  // namespace wikivault::git
