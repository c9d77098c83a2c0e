#include "engine/adapters/redis/lock_commands.h"

namespace wikivault::redis {

namespace {

constexpr const char *kRenew = R"lua(
if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
local note = redis.pcall('get', KEYS[2])
redis.call('pexpire', KEYS[1], ARGV[2])
local function asked(details) return type(details) == 'string' and string.find(details, ARGV[4], 1, true) end
local isNews = asked(note) and not asked(ARGV[3])
redis.call('set', KEYS[2], isNews and note or ARGV[3], 'PX', ARGV[2])
if isNews then return 2 end
return 1)lua";

constexpr const char *kTellWhileHeld = R"lua(
if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('set', KEYS[2], ARGV[2], 'PX', ARGV[3])
return 1)lua";

constexpr const char *kRelease = R"lua(
if redis.call('get', KEYS[1]) ~= ARGV[1] then return 0 end
redis.call('del', KEYS[1], KEYS[2])
return 1)lua";

std::string count(std::chrono::milliseconds ttl) {
    return std::to_string(ttl.count());
}

}  // namespace

Answer setIfFree(RedisClient &client, const LockInfo &lock, std::chrono::milliseconds ttl) {
    return client.command({"SET", lockKey(lock.space), lock.holder, "NX", "PX", count(ttl)});
}

Answer valueOf(RedisClient &client, const SpaceId &space) {
    return client.command({"GET", lockKey(space)});
}

Answer tellHolder(RedisClient &client, const HolderRecord &record, std::chrono::milliseconds ttl) {
    return client.command({"SET", holderKey(record.info.space), printHolder(record), "PX", count(ttl)});
}

Answer renewIfHeld(RedisClient &client, const HolderRecord &record, std::chrono::milliseconds ttl) {
    return client.command({"EVAL", kRenew, "2", lockKey(record.info.space), holderKey(record.info.space),
                           record.info.holder, count(ttl), printHolder(record), std::string(kAskedToStop)});
}

Answer tellWhileHeld(RedisClient &client, const HolderRecord &record, std::chrono::milliseconds ttl) {
    return client.command({"EVAL", kTellWhileHeld, "2", lockKey(record.info.space), holderKey(record.info.space),
                           record.info.holder, printHolder(record), count(ttl)});
}

Answer deleteIfHeld(RedisClient &client, const SpaceId &space, const std::string &token) {
    return client.command({"EVAL", kRelease, "2", lockKey(space), holderKey(space), token});
}

}  // namespace wikivault::redis
