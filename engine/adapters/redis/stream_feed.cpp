#include "engine/adapters/redis/stream_feed.h"

#include "engine/adapters/redis/redis_client.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace wikivault::redis {

namespace {

using std::chrono::milliseconds;

constexpr std::array<const char *, 2> kStreams = {"bull:{search-queue}:events", "bull:{ai-queue}:events"};
constexpr milliseconds kConnect{3'000}, kBlock{20'000}, kSlack{5'000};
constexpr milliseconds kGather{250};  ///< many writes in a row are one piece of news
constexpr milliseconds kFirstPause{1'000}, kLongestPause{60'000};

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

class StreamFeed final : public ChangeFeed {
public:
    explicit StreamFeed(std::string url) : m_url(std::move(url)) {}

    void start(NewsSink sink) override {
        m_sink = std::move(sink);
        m_thread = std::jthread([this](const std::stop_token &stop) { work(stop); });
    }
    void stop() override {
        m_thread.request_stop();
        if (m_thread.joinable()) m_thread.join();
    }
    [[nodiscard]] FeedStatus status() const override {
        const std::scoped_lock guard(m_mutex);
        return m_status;
    }
    [[nodiscard]] bool tellsAll() const override { return false; }

private:
    void work(const std::stop_token &stop) {
        milliseconds pause = kFirstPause;
        while (!stop.stop_requested()) {
            const Result<> ended = follow(stop, pause);
            if (stop.stop_requested()) return;
            if (!ended) setStatus(false, "Redis gives no hints of changes: " + ended.error().detail);
            rest(pause, stop);
            pause = std::min(pause * 2, kLongestPause);
        }
    }

    Result<> follow(const std::stop_token &stop, milliseconds &pause) {
        TRY_ASSIGN(const RedisAddress address, parseRedisUrl(m_url));
        TRY_ASSIGN(RedisClient client, RedisClient::dial(address, kConnect));
        const std::stop_callback cut(stop, [&client] { client.cut(); });
        TRY(client.setTimeout(kBlock + kSlack));
        std::array<std::string, kStreams.size()> seen;
        for (std::size_t i = 0; i < kStreams.size(); ++i) {
            TRY_ASSIGN(seen.at(i), newestOf(client, kStreams.at(i)));
        }
        setStatus(true, "Redis at " + address.name() + " hints at changes as the wiki's job queues note them");
        m_sink({kFromRedis, {}, true});
        pause = kFirstPause;
        while (!stop.stop_requested()) {
            TRY_ASSIGN(const bool written, read(client, seen));
            if (!written || stop.stop_requested()) continue;
            m_sink({kFromRedis, {}, true});
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

    void rest(milliseconds time, const std::stop_token &stop) {
        std::unique_lock guard(m_mutex);
        m_wake.wait_for(guard, stop, time, [] { return false; });
    }

    void setStatus(bool listening, const std::string &detail) {
        const std::scoped_lock guard(m_mutex);
        if (m_status.detail != detail) spdlog::info("{}", detail);
        m_status = {kFromRedis, listening, detail};
    }

    const std::string m_url;
    NewsSink m_sink;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_wake;
    FeedStatus m_status{kFromRedis, false, "Redis is being connected to"};  // guarded by m_mutex
    std::jthread m_thread;
};

}  // namespace

std::unique_ptr<ChangeFeed> makeStreamFeed(const std::string &redisUrl) {
    return std::make_unique<StreamFeed>(redisUrl);
}

}  // namespace wikivault::redis
