#pragma once

#include "engine/core/result.h"

#include <string>

namespace wikivault {

/// The first line that `command` prints, run by the shell; nothing of it is ever logged. `variable` names it in errors.
[[nodiscard]] Result<std::string> secretFrom(const std::string &command, const std::string &variable);

}  // namespace wikivault
