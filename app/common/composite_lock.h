#pragma once

#include "engine/ports/leader_lock.h"

#include <memory>

namespace wikivault {

/// The kernel lock in the vault always, and Redis too when `redis` is not null: a space is led only by whoever has
/// every lock. `holders()` names a leader once, by the lock that a release has to name.
[[nodiscard]] std::unique_ptr<LeaderLock> makeCompositeLock(std::unique_ptr<LeaderLock> kernel,
                                                            std::unique_ptr<LeaderLock> redis);

}  // namespace wikivault
