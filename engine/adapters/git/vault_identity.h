#pragma once

#include "engine/core/ids.h"
#include "engine/core/result.h"
#include "engine/ports/space_memory.h"

#include <string>

namespace wikivault::git {

class ObjectStore;

/// The layout of `.git/wikivault` that this engine reads and writes.
inline constexpr int kVaultFormat = 1;

/// Compares `.git/wikivault/id` with what is remembered of the space's vault, and returns the vault's uuid; "" = it has
/// none yet. Corrupt: another vault stands there. Invalid: that of another space, or a newer Wikivault's. Writes
/// nothing.
[[nodiscard]] Result<std::string> identityOf(ObjectStore &store, const SpaceId &space, const VaultMemory &memory);
/// Gives the vault the uuid that is remembered of it, else a new one, and returns it.
[[nodiscard]] Result<std::string> nameVault(const ObjectStore &store, const SpaceId &space, const VaultMemory &memory);

/// The last of the things that can be done about a vault that cannot be used.
[[nodiscard]] std::string startAnewAdvice(const SpaceId &space);
/// main and docmost are gone from a vault that was known.
[[nodiscard]] tl::unexpected<Error> failWithoutBranches(const std::string &vaultDir, const SpaceId &space);

}  // namespace wikivault::git
