#pragma once

#include "engine/core/result.h"

#include <string>

namespace wikivault::git {

/// Denied: the vault's directory or its `.git` belongs to another user, as git itself would refuse it (safe.directory).
/// Who runs under sudo may use his own. Writes nothing.
[[nodiscard]] Result<> checkOwner(const std::string &vaultDir);

}  // namespace wikivault::git
