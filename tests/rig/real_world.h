#pragma once

#include "tests/rig/world.h"

namespace wikivault::rig {

/// A wiki in SQLite and a vault on disk below `directory`; both are made when they are not there yet.
[[nodiscard]] std::unique_ptr<World> openRealWorld(const std::string &directory, ConflictPolicy policy);

/// Where the vault of such a world is.
[[nodiscard]] std::string vaultBelow(const std::string &directory);

}  // namespace wikivault::rig
