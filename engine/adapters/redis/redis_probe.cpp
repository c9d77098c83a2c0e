#include "engine/adapters/redis/redis_client.h"
#include "engine/adapters/redis/redis_lock.h"

namespace wikivault::redis {

Result<std::string> probeRedis(const std::string &url, std::chrono::milliseconds timeout) {
    TRY_ASSIGN(const RedisAddress address, parseRedisUrl(url));
    TRY_ASSIGN(auto client, RedisClient::dial(address, timeout));
    const auto reply = client.command({"INFO", "server"});
    if (!reply) return tl::unexpected<Error>(reply.error().error);
    const std::string info = reply->text.value_or("");
    const std::size_t at = info.find("redis_version:");
    std::string version = "of unknown version";
    if (at != std::string::npos) version = info.substr(at + 14, info.find_first_of("\r\n", at) - at - 14);
    return "Redis " + version + " at " + address.name();
}

}  // namespace wikivault::redis
