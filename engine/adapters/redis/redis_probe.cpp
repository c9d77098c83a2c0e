#include "engine/adapters/redis/redis_client.h"
#include "engine/adapters/redis/redis_lock.h"

#include <charconv>

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

Result<TimePoint> timeOfRedis(const std::string &url, std::chrono::milliseconds timeout) {
    TRY_ASSIGN(const RedisAddress address, parseRedisUrl(url));
    TRY_ASSIGN(auto client, RedisClient::dial(address, timeout));
    const auto reply = client.command({"TIME"});
    if (!reply) return tl::unexpected<Error>(reply.error().error);
    std::int64_t seconds = 0;
    const std::string text = reply->elements.empty() ? std::string() : reply->elements.front().text.value_or("");
    const auto [rest, problem] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (problem != std::errc() || rest != text.data() + text.size())
        return fail(ErrorCode::Invalid, "Redis at " + address.name() + " does not say what time it is.");
    return TimePoint(std::chrono::seconds(seconds));
}

}  // namespace wikivault::redis
