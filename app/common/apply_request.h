#pragma once

#include "engine/ports/desk.h"

namespace wikivault {

/// The run that carries out what a person ordered; `why` is what he gave as reason, may be empty.
[[nodiscard]] RunRequest applyRequest(PlanOrder order, const std::string &why);

}  // namespace wikivault
