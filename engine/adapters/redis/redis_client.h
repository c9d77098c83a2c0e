#pragma once

#include "engine/core/result.h"

#include <hiredis/hiredis.h>

#include <chrono>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace wikivault::redis {

/// A Redis URL taken apart.
struct RedisAddress {
    std::string host;
    int port = 6379;
    std::string user, password;
    int database = 0;
    /// `host:port`, fit for people and logs.
    [[nodiscard]] std::string name() const { return host + ":" + std::to_string(port); }
};
[[nodiscard]] Result<RedisAddress> parseRedisUrl(const std::string &url);

/// An answer without C handles; an error answer is an Error of its command.
struct Reply {
    std::optional<std::string> text;  ///< nothing for nil
    long long number = 0;
    std::vector<Reply> elements;  ///< of a list
};

/// What went wrong with a command: the connection is gone (the command may have run) or Redis answered "no".
struct CommandFailure {
    bool answered = false;
    Error error;
};

/// One connection of one thread. After a lost connection the client is dead: dial anew.
class RedisClient {
public:
    [[nodiscard]] static Result<RedisClient> dial(const RedisAddress &address, std::chrono::milliseconds timeout);
    [[nodiscard]] tl::expected<Reply, CommandFailure> command(const std::vector<std::string> &arguments);
    /// How long an answer may take from now on.
    Result<> setTimeout(std::chrono::milliseconds timeout);
    /// From any thread: a command under way ends at once, and the client is dead.
    void cut();

private:
    struct Freer {
        void operator()(redisContext *context) const { redisFree(context); }
        void operator()(redisReply *reply) const { freeReplyObject(reply); }
    };
    explicit RedisClient(redisContext *context, std::string name) : m_context(context), m_name(std::move(name)) {}
    Result<> introduce(const RedisAddress &address);

    std::unique_ptr<redisContext, Freer> m_context;
    std::string m_name;
};

}  // namespace wikivault::redis
