#include "engine/adapters/redis/redis_presence.h"

#include "engine/adapters/redis/redis_client.h"

#include <optional>

namespace wikivault::redis {

namespace {

class RedisPresence final : public PagePresence {
public:
    RedisPresence(std::string url, std::chrono::milliseconds timeout) : m_url(std::move(url)), m_timeout(timeout) {}

    Result<bool> isBeingEdited(const PageId &page) override {
        if (!m_client) {
            TRY_ASSIGN(const RedisAddress address, parseRedisUrl(m_url));
            TRY_ASSIGN(m_client, RedisClient::dial(address, m_timeout));
        }
        const auto reply = m_client->command({"EXISTS", "collabLock:page." + page.str()});
        if (reply) return reply->number > 0;
        if (!reply.error().answered) m_client.reset();
        return tl::unexpected<Error>(reply.error().error);
    }

private:
    const std::string m_url;
    const std::chrono::milliseconds m_timeout;
    std::optional<RedisClient> m_client;
};

}  // namespace

std::unique_ptr<PagePresence> makeRedisPresence(const std::string &url, std::chrono::milliseconds timeout) {
    return std::make_unique<RedisPresence>(url, timeout);
}

}  // namespace wikivault::redis
