#pragma once

#include "engine/adapters/redis/redis_client.h"
#include "engine/core/holder_record.h"

#include <chrono>
#include <string>

namespace wikivault::redis {

[[nodiscard]] inline std::string lockKey(const SpaceId &space) {
    return "git-sync:lock:" + space.str();
}
[[nodiscard]] inline std::string holderKey(const SpaceId &space) {
    return "git-sync:holder:" + space.str();
}

using Answer = tl::expected<Reply, CommandFailure>;

/// `SET key token NX PX ttl`; a reply without text means that somebody holds the lock.
[[nodiscard]] Answer setIfFree(RedisClient &client, const LockInfo &lock, std::chrono::milliseconds ttl);
/// The lock's value.
[[nodiscard]] Answer valueOf(RedisClient &client, const SpaceId &space);
/// The details beside the lock, which expire with it.
[[nodiscard]] Answer tellHolder(RedisClient &client, const HolderRecord &record, std::chrono::milliseconds ttl);
/// 1: the lock is still `record`'s, lives `ttl` longer and the details are fresh; 2: so it is, and the details before
/// said, as the first, that its holder is asked to stop; 0: it is not.
[[nodiscard]] Answer renewIfHeld(RedisClient &client, const HolderRecord &record, std::chrono::milliseconds ttl);
/// 1: the lock is `record`'s, and these are its details now; 0: it is not.
[[nodiscard]] Answer tellWhileHeld(RedisClient &client, const HolderRecord &record, std::chrono::milliseconds ttl);
/// 1: the lock had this value and is gone; 0: it had another or none.
[[nodiscard]] Answer deleteIfHeld(RedisClient &client, const SpaceId &space, const std::string &token);

}  // namespace wikivault::redis
