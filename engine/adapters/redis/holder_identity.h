#pragma once

#include "engine/adapters/redis/redis_lock.h"
#include "engine/core/holder_record.h"

namespace wikivault::redis {

/// What this process tells beside whatever it holds from now on, under a name that nobody had before.
[[nodiscard]] HolderRecord recordOf(const RedisLockRequest &request, TimePoint now);
/// Holder and this process could see each other on one host.
[[nodiscard]] bool isOfThisBoot(const HolderRecord &holder, const ProcessIdentity &self);
/// A process of this host that does not live any more.
[[nodiscard]] bool isDead(const HolderRecord &holder, const RedisLockRequest &request);

}  // namespace wikivault::redis
