#pragma once

#include "engine/core/result.h"

#include <hiredis/hiredis.h>

#include <chrono>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wikivault::redis {

/// A Redis URL taken apart.
struct RedisAddress {
    std::string host;
    int port = 6379;
    std::string user, password;
    int database = 0;
    bool isTls = false;
    std::string issuers;           ///< file of the certificates to trust; "" = this host's
    std::string certificate, key;  ///< files of our own, when the server wants to know who we are
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

class TlsChannel;

/// One connection of one thread. After a lost connection the client is dead: dial anew.
class RedisClient {
public:
    RedisClient(RedisClient &&) noexcept;
    RedisClient &operator=(RedisClient &&) noexcept;
    ~RedisClient();
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
    using Answer = std::unique_ptr<redisReply, Freer>;
    explicit RedisClient(redisContext *context, std::string name);
    Result<> introduce(const RedisAddress &address);
    Answer exchange(const std::vector<std::string> &arguments);
    Answer exchangeOverTls(std::string_view command);
    [[nodiscard]] std::string cause() const;

    std::unique_ptr<redisContext, Freer> m_context;
    std::unique_ptr<TlsChannel> m_tls;  ///< over the context's socket; null without TLS
    std::string m_name;
};

}  // namespace wikivault::redis
