#include "engine/adapters/redis/stream_feed.h"

#include "engine/adapters/redis/redis_client.h"
#include "engine/ports/listening_feed.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>

namespace wikivault::redis {

namespace {

using std::chrono::milliseconds;

constexpr std::array<const char *, 2> kStreams = {"bull:{search-queue}:events", "bull:{ai-queue}:events"};
constexpr milliseconds kConnect{3'000}, kBlock{20'000}, kSlack{5'000};
constexpr milliseconds kGather{250};  ///< many writes in a row are one piece of news

/// `event added name page-updated jobId 7`: field and value by turns.
bool isPageWrite(const Reply &entry) {
    if (entry.elements.size() != 2) return false;
    const std::vector<Reply> &fields = entry.elements[1].elements;
    bool added = false, ofPage = false;
    for (std::size_t i = 0; i + 1 < fields.size(); i += 2) {
        const std::string name = fields[i].text.value_or(""), value = fields[i + 1].text.value_or("");
        added = added || (name == "event" && value == "added");
        ofPage = ofPage || (name == "name" && value.starts_with("page-"));
    }
    return added && ofPage;
}

class StreamFeed final : public ConnectedFeed {
public:
    explicit StreamFeed(std::string url)
        : ConnectedFeed({kFromRedis, false, "Redis is being connected to"}),
          m_url(std::move(url)) {}
    ~StreamFeed() override { stop(); }
    StreamFeed(const StreamFeed &) = delete;
    StreamFeed &operator=(const StreamFeed &) = delete;

    [[nodiscard]] bool tellsAll() const override { return false; }

private:
    void lost(const Error &why) override { say(false, "Redis gives no hints of changes: " + why.detail); }

    Result<> follow(const std::stop_token &stop) override {
        TRY_ASSIGN(const RedisAddress address, parseRedisUrl(m_url));
        TRY_ASSIGN(RedisClient client, RedisClient::dial(address, kConnect));
        const std::stop_callback cut(stop, [&client] { client.cut(); });
        TRY(client.setTimeout(kBlock + kSlack));
        std::array<std::string, kStreams.size()> seen;
        for (std::size_t i = 0; i < kStreams.size(); ++i) {
            TRY_ASSIGN(seen.at(i), newestOf(client, kStreams.at(i)));
        }
        say(true, "Redis at " + address.name() + " hints at changes as the wiki's job queues note them");
        tell({kFromRedis, {}, true});
        isConnected();
        while (!stop.stop_requested()) {
            TRY_ASSIGN(const bool written, read(client, seen));
            if (!written || stop.stop_requested()) continue;
            tell({kFromRedis, {}, true});
            rest(kGather, stop);
        }
        return {};
    }

    static Result<Reply> ask(RedisClient &client, const std::vector<std::string> &command) {
        auto reply = client.command(command);
        if (!reply) return tl::unexpected<Error>(std::move(reply).error().error);
        return std::move(*reply);
    }

    static Result<std::string> newestOf(RedisClient &client, const char *stream) {
        TRY_ASSIGN(const Reply reply, ask(client, {"XREVRANGE", stream, "+", "-", "COUNT", "1"}));
        if (reply.elements.empty() || reply.elements[0].elements.empty()) return std::string("0-0");
        return reply.elements[0].elements[0].text.value_or("0-0");
    }

    /// Waits for entries after those seen; whether one of them was the write of a page.
    static Result<bool> read(RedisClient &client, std::array<std::string, kStreams.size()> &seen) {
        std::vector<std::string> command{"XREAD", "COUNT", "1000", "BLOCK", std::to_string(kBlock.count()), "STREAMS"};
        command.insert(command.end(), kStreams.begin(), kStreams.end());
        command.insert(command.end(), seen.begin(), seen.end());
        TRY_ASSIGN(const Reply reply, ask(client, command));
        bool written = false;
        for (const Reply &stream : reply.elements) {
            if (stream.elements.size() != 2 || stream.elements[1].elements.empty()) continue;
            const std::vector<Reply> &entries = stream.elements[1].elements;
            written = written || std::any_of(entries.begin(), entries.end(), &isPageWrite);
            const std::string name = stream.elements[0].text.value_or("");
            for (std::size_t i = 0; i < kStreams.size(); ++i)
                if (name == kStreams[i]) seen[i] = entries.back().elements.at(0).text.value_or(seen[i]);
        }
        return written;
    }

    void say(bool listening, const std::string &detail) {
        if (setStatus(listening, detail)) spdlog::info("{}", detail);
    }

    const std::string m_url;
};

}  // namespace

std::unique_ptr<ChangeFeed> makeStreamFeed(const std::string &redisUrl) {
    return std::make_unique<StreamFeed>(redisUrl);
}

}  // namespace wikivault::redis
