#pragma once

#include "engine/core/settings.h"
#include "engine/core/space.h"

#include <string>
#include <vector>

namespace wikivault {

/// A sentence for each setting that is given and does nothing in this wiki.
[[nodiscard]] std::vector<std::string> idleSettings(const Settings &settings, const std::vector<Space> &spaces);

}  // namespace wikivault
