#include "engine/adapters/redis/redis_client.h"
#include "engine/adapters/redis/tls_channel.h"

#include <sys/socket.h>
#include <sys/time.h>
#include <cerrno>
#include <system_error>

namespace wikivault::redis {

namespace {

timeval toTimeval(std::chrono::milliseconds time) {
    timeval value{};
    value.tv_sec = static_cast<time_t>(time.count() / 1000);
    value.tv_usec = static_cast<suseconds_t>(time.count() % 1000 * 1000);
    return value;
}

std::string causeOf(const redisContext &context) {
    if (context.err == REDIS_ERR_EOF) return "it closed the connection";
    if (context.err == REDIS_ERR_IO && (errno == EAGAIN || errno == EWOULDBLOCK)) return "it did not answer in time";
    return context.errstr[0] != '\0' ? context.errstr : "unknown cause";
}

Reply toReply(const redisReply &reply) {
    Reply answer;
    if (reply.type == REDIS_REPLY_STRING || reply.type == REDIS_REPLY_STATUS)
        answer.text = std::string(reply.str, reply.len);
    if (reply.type == REDIS_REPLY_INTEGER) answer.number = reply.integer;
    if (reply.type != REDIS_REPLY_ARRAY) return answer;
    answer.number = static_cast<long long>(reply.elements);
    for (std::size_t i = 0; i < reply.elements; ++i)
        answer.elements.push_back(toReply(*reply.element[i]));
    return answer;
}

Error unreachable(const std::string &name, const std::string &cause) {
    return Error{ErrorCode::Unavailable, "Redis at " + name + " does not answer (" + cause +
                                             "); spaces count as locked until it does. Check REDIS_URL and that the "
                                             "server runs."};
}

bool isRefusal(const std::string &answer) {
    return answer.starts_with("NOAUTH") || answer.starts_with("WRONGPASS") || answer.starts_with("NOPERM") ||
           answer.starts_with("ERR AUTH") || answer.starts_with("ERR invalid password") ||
           answer.starts_with("ERR The user executing the script");
}

Error refused(const std::string &name, std::string answer) {
    if (answer.ends_with('.')) answer.pop_back();  // some are sentences
    if (isRefusal(answer))
        return Error{ErrorCode::Denied, "Redis at " + name + " refuses: " + answer +
                                            ". Check user and password in REDIS_URL and the rights on git-sync:*."};
    if (answer.starts_with("WRONGTYPE")) return Error{ErrorCode::Conflict, "Redis at " + name + " says: " + answer};
    return Error{ErrorCode::Unavailable, "Redis at " + name + " answers with an error: " + answer};
}

}  // namespace

RedisClient::RedisClient(redisContext *context, std::string name) : m_context(context), m_name(std::move(name)) {}

RedisClient::RedisClient(RedisClient &&) noexcept = default;
RedisClient &RedisClient::operator=(RedisClient &&) noexcept = default;
RedisClient::~RedisClient() = default;

Result<RedisClient> RedisClient::dial(const RedisAddress &address, std::chrono::milliseconds timeout) {
    redisContext *context = redisConnectWithTimeout(address.host.c_str(), address.port, toTimeval(timeout));
    if (context == nullptr) return tl::unexpected<Error>(unreachable(address.name(), "out of memory"));
    RedisClient client(context, address.name());
    if (context->err != 0) return tl::unexpected<Error>(unreachable(address.name(), causeOf(*context)));
    TRY(client.setTimeout(timeout));
    if (address.isTls) {
        TRY_ASSIGN(client.m_tls, TlsChannel::open(context->fd, address));
    }
    TRY(client.introduce(address));
    return client;
}

Result<> RedisClient::setTimeout(std::chrono::milliseconds timeout) {
    if (redisSetTimeout(m_context.get(), toTimeval(timeout)) == REDIS_OK) return {};
    return tl::unexpected<Error>(unreachable(m_name, causeOf(*m_context)));
}

void RedisClient::cut() {
    ::shutdown(m_context->fd, SHUT_RDWR);
}

Result<> RedisClient::introduce(const RedisAddress &address) {
    std::vector<std::vector<std::string>> greetings;
    if (!address.user.empty() && !address.password.empty())
        greetings.push_back({"AUTH", address.user, address.password});
    else if (!address.password.empty())
        greetings.push_back({"AUTH", address.password});
    if (address.database != 0) greetings.push_back({"SELECT", std::to_string(address.database)});
    for (const auto &greeting : greetings)
        if (const auto reply = command(greeting); !reply) return tl::unexpected<Error>(reply.error().error);
    return {};
}

RedisClient::Answer RedisClient::exchange(const std::vector<std::string> &arguments) {
    std::vector<const char *> values;
    std::vector<std::size_t> lengths;
    for (const std::string &argument : arguments) {
        values.push_back(argument.data());
        lengths.push_back(argument.size());
    }
    const int count = static_cast<int>(arguments.size());
    errno = 0;
    if (!m_tls)
        return Answer(
            static_cast<redisReply *>(redisCommandArgv(m_context.get(), count, values.data(), lengths.data())));
    char *text = nullptr;
    const long long length = redisFormatCommandArgv(&text, count, values.data(), lengths.data());
    const std::unique_ptr<char, void (*)(char *)> command(text, &redisFreeCommand);
    return length < 0 ? nullptr : exchangeOverTls({text, static_cast<std::size_t>(length)});
}

/// What hiredis does by itself over a plain socket.
RedisClient::Answer RedisClient::exchangeOverTls(std::string_view command) {
    if (!m_tls->write(command)) return nullptr;
    void *reply = nullptr;
    while (redisReaderGetReply(m_context->reader, &reply) == REDIS_OK) {
        if (reply != nullptr) return Answer(static_cast<redisReply *>(reply));
        const std::string bytes = m_tls->read();
        if (bytes.empty() || redisReaderFeed(m_context->reader, bytes.data(), bytes.size()) != REDIS_OK) break;
    }
    return nullptr;
}

std::string RedisClient::cause() const {
    if (!m_tls) return causeOf(*m_context);
    return m_context->reader->err != 0 ? m_context->reader->errstr : m_tls->cause();
}

tl::expected<Reply, CommandFailure> RedisClient::command(const std::vector<std::string> &arguments) {
    const Answer reply = exchange(arguments);
    if (!reply) return tl::unexpected(CommandFailure{false, unreachable(m_name, cause())});
    if (reply->type == REDIS_REPLY_ERROR)
        return tl::unexpected(CommandFailure{true, refused(m_name, std::string(reply->str, reply->len))});
    return toReply(*reply);
}

}  // namespace wikivault::redis
