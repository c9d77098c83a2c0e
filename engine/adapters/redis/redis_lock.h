#pragma once

#include "engine/ports/clock.h"
#include "engine/ports/leader_lock.h"

#include <chrono>
#include <memory>
#include <string>

namespace wikivault::redis {

struct RedisLockRequest {
    std::string url;       ///< redis[s]://[user:pass@]host:port/db
    ProcessIdentity self;  ///< written beside the lock as JSON (engine.md section 9)
    std::chrono::milliseconds ttl{30000};
    std::chrono::milliseconds timeout{3000};         ///< connect and each command
    std::chrono::milliseconds progressLimit{60000};  ///< a worker that says nothing for so long is not renewed
    /// Is that process of this host and boot alive? Dead holders are released at once.
    bool (*isAlive)(std::int64_t pid, const std::string &startTime) = nullptr;
};

[[nodiscard]] std::unique_ptr<LeaderLock> makeRedisLock(const RedisLockRequest &request, const Clock &clock);

/// Invalid: not such a URL; the sentence says what is expected. Opens nothing.
[[nodiscard]] Result<> checkUrl(const std::string &url);

/// For doctor and settings: `Redis 7.0.15, 2 locks` or why not.
[[nodiscard]] Result<std::string> probeRedis(const std::string &url, std::chrono::milliseconds timeout);

/// What its clock says.
[[nodiscard]] Result<TimePoint> timeOfRedis(const std::string &url, std::chrono::milliseconds timeout);

}  // namespace wikivault::redis
