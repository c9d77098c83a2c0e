#pragma once

#include "engine/core/settings.h"

#include <string>

namespace wikivault {

/// Why no run begins although sync is on: nobody is named to act as. "" when somebody is, or sync is off.
[[nodiscard]] std::string nobodyToActAs(const Settings &settings);

}  // namespace wikivault
