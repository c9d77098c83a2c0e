#pragma once

#include "engine/core/holder_record.h"
#include "engine/ports/leader_lock.h"

namespace wikivault {

/// What this process tells beside whatever it holds from `now` on, under a name that nobody had before.
[[nodiscard]] HolderRecord newHolder(const ProcessIdentity &self, TimePoint now);

}  // namespace wikivault
