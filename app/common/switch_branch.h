#pragma once

#include "engine/core/result.h"
#include "engine/core/time.h"

#include <string>

namespace wikivault {

/// `git switch main` in a vault, as a person would: files that were edited stay edited, and where switching would
/// overwrite one, git refuses and nothing changes. A HEAD on no branch is kept under refs/wikivault/rescue first.
[[nodiscard]] Result<> switchToMain(const std::string &folder, TimePoint now);

}  // namespace wikivault
