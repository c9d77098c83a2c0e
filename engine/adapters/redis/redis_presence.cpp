#include "engine/adapters/redis/redis_presence.h"

#include "engine/adapters/redis/redis_client.h"

#include <optional>
#include <sstream>

namespace wikivault::redis {

namespace {

constexpr const char *kOpenPage = "collabLock:page.";
/// The keys of a pattern, separated by blanks.
constexpr const char *kListKeys = R"(
local found, cursor = {}, '0'
repeat
    local step = redis.call('SCAN', cursor, 'MATCH', ARGV[1], 'COUNT', 1000)
    cursor = step[1]
    for _, key in ipairs(step[2]) do found[#found + 1] = key end
until cursor == '0'
return table.concat(found, ' '))";

class RedisPresence final : public PagePresence {
public:
    RedisPresence(std::string url, std::chrono::milliseconds timeout) : m_url(std::move(url)), m_timeout(timeout) {}

    Result<bool> isBeingEdited(const PageId &page) override {
        TRY_ASSIGN(const Reply reply, ask({"EXISTS", kOpenPage + page.str()}));
        return reply.number > 0;
    }

    Result<std::vector<PageId>> openPages() override {
        TRY_ASSIGN(const Reply reply, ask({"EVAL", kListKeys, "0", std::string(kOpenPage) + "*"}));
        std::vector<PageId> pages;
        std::istringstream keys(reply.text.value_or(""));
        for (std::string key; keys >> key;)
            if (const auto id = parseUuid(std::string_view(key).substr(std::string_view(kOpenPage).size())))
                pages.emplace_back(*id);
        return pages;
    }

private:
    Result<Reply> ask(const std::vector<std::string> &command) {
        if (!m_client) {
            TRY_ASSIGN(const RedisAddress address, parseRedisUrl(m_url));
            TRY_ASSIGN(m_client, RedisClient::dial(address, m_timeout));
        }
        auto reply = m_client->command(command);
        if (reply) return std::move(*reply);
        if (!reply.error().answered) m_client.reset();
        return tl::unexpected<Error>(reply.error().error);
    }

    const std::string m_url;
    const std::chrono::milliseconds m_timeout;
    std::optional<RedisClient> m_client;
};

}  // namespace

std::unique_ptr<PagePresence> makeRedisPresence(const std::string &url, std::chrono::milliseconds timeout) {
    return std::make_unique<RedisPresence>(url, timeout);
}

}  // namespace wikivault::redis
