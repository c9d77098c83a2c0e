#pragma once

#include "engine/adapters/redis/redis_lock.h"
#include "engine/adapters/system/system.h"
#include "tests/support/redis_server.h"

#include <QTest>

#include <memory>
#include <string>

namespace wikivault::test {

inline const SpaceId kSpace("11111111-1111-4111-8111-111111111111");
inline const SpaceId kOtherSpace("22222222-2222-4222-8222-222222222222");
inline const std::string kKey = "git-sync:lock:" + kSpace.str();
inline const std::string kHolderKey = "git-sync:holder:" + kSpace.str();

inline redis::RedisLockRequest requestFor(const std::string &url, std::chrono::milliseconds ttl) {
    redis::RedisLockRequest request;
    request.url = url;
    request.self = system::describeProcess("ctl");
    request.ttl = ttl;
    request.timeout = std::chrono::seconds(2);
    request.isAlive = &system::isAlive;
    return request;
}

inline bool holds(const std::string &text, const std::string &part) {
    return text.find(part) != std::string::npos;
}

/// What stories of the lock of a space in a private Redis begin with.
class LockStory {
protected:
    static constexpr int kPatienceMs = 30000;

    void begin() {
        auto server = RedisServer::start();
        if (!server && server.error().code == ErrorCode::NotFound) QSKIP(server.error().detail.c_str());
        QVERIFY2(server.has_value(), server ? "" : server.error().detail.c_str());
        m_redis = std::move(*server);
    }
    void forgetAll() { QCOMPARE(m_redis->run({"FLUSHALL"}), std::string("OK")); }
    [[nodiscard]] std::unique_ptr<LeaderLock> lockWith(std::chrono::milliseconds ttl) const {
        return redis::makeRedisLock(requestFor(m_redis->url(), ttl), *m_clock);
    }

    std::unique_ptr<RedisServer> m_redis;
    std::unique_ptr<Clock> m_clock = system::makeClock();
};

}  // namespace wikivault::test
