#pragma once

#include "engine/adapters/redis/redis_lock.h"
#include "engine/ports/driver_seat.h"

#include <memory>

namespace wikivault::redis {

/// `wikivault:driver:<workspaceId>`, whose value names its holder and which expires after `request.ttl`. Connects when
/// it is first asked. A holder of this host that does not live any more counts as nobody.
[[nodiscard]] std::unique_ptr<DriverSeat> makeRedisSeat(const RedisLockRequest &request, const Clock &clock);

}  // namespace wikivault::redis
