#pragma once

#include "engine/adapters/git/object_store.h"

#include <string>
#include <vector>

namespace wikivault::git {

/// Loose objects that were cut off, as `objects/xx/…` below the git directory. Looks only at what came since the last
/// sweep, and after a restart of the machine at what a power cut may have caught.
[[nodiscard]] Result<std::vector<std::string>> findDamagedObjects(const ObjectStore &store);

}  // namespace wikivault::git
