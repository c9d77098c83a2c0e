#pragma once

#include "engine/adapters/redis/redis_lock.h"
#include "engine/core/holder_record.h"

namespace wikivault::redis {

/// newHolder(), and how long a heartbeat keeps what it holds.
[[nodiscard]] HolderRecord recordOf(const RedisLockRequest &request, TimePoint now);
/// Holder and this process could see each other on one host.
[[nodiscard]] bool isOfThisBoot(const HolderRecord &holder, const ProcessIdentity &self);
/// A process of this host that does not live any more.
[[nodiscard]] bool isDead(const HolderRecord &holder, const RedisLockRequest &request);

}  // namespace wikivault::redis
