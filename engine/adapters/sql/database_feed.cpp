#include "engine/adapters/sql/database_feed.h"

#include "engine/adapters/sql/notification_session.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <set>
#include <thread>

namespace wikivault::sql {

namespace {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

constexpr milliseconds kBeatEvery{30'000}, kBeatPatience{10'000}, kFirstPause{1'000}, kLongestPause{60'000};

class DatabaseFeed final : public ChangeFeed {
public:
    explicit DatabaseFeed(std::string url) : m_url(std::move(url)) {}

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
    [[nodiscard]] bool tellsAll() const override { return status().listening; }

private:
    void work(const std::stop_token &stop) {
        milliseconds pause = kFirstPause;
        while (!stop.stop_requested()) {
            const Result<> ended = listen(stop, pause);
            if (stop.stop_requested()) return;
            if (!ended) setStatus(false, ended.error().detail + ". Meanwhile the wiki is asked for changes");
            std::unique_lock guard(m_mutex);
            m_wake.wait_for(guard, stop, pause, [] { return false; });
            pause = std::min(pause * 2, kLongestPause);
        }
    }

    /// Until the connection is lost. `pause` is what to wait after that.
    Result<> listen(const std::stop_token &stop, milliseconds &pause) {
        TRY_ASSIGN(NotificationSession session, NotificationSession::open(m_url, stop));
        Steady::time_point sentAt = Steady::now();
        while (!stop.stop_requested()) {
            const milliseconds patience = session.isInStep() ? kBeatEvery : kBeatPatience;
            const auto left = std::chrono::ceil<milliseconds>(sentAt + patience - Steady::now());
            TRY_ASSIGN(const std::vector<std::string> payloads, session.wait(std::max(left, milliseconds(0)), stop));
            if (stop.stop_requested()) break;
            if (session.isInStep()) pause = kFirstPause;
            bool ask = Steady::now() >= sentAt + patience;
            if (ask && !session.isInStep())
                return fail(ErrorCode::Unavailable,
                            "PostgreSQL at " + session.server() +
                                " takes LISTEN but hands nothing back (a pooler between?); name the server itself in "
                                "DATABASE_URL");
            ask = ask || std::find(payloads.begin(), payloads.end(), kHookPayload) != payloads.end();
            tell(payloads);
            if (ask) {
                TRY(session.beat(stop));
                sentAt = Steady::now();
            }
            if (session.isInStep()) noteHook(session);
        }
        return {};
    }

    void tell(const std::vector<std::string> &payloads) {
        std::set<SpaceId> spaces;
        for (const std::string &payload : payloads)
            if (const auto id = parseUuid(payload.substr(0, payload.find(' ')))) spaces.insert(SpaceId(*id));
        if (!spaces.empty()) m_sink({kFromDatabase, {spaces.begin(), spaces.end()}, false});
    }

    /// What happened before we listened, nobody told.
    void noteHook(const NotificationSession &session) {
        const bool installed = session.hook() == HookState::Installed;
        const bool wasListening = tellsAll();
        if (installed)
            setStatus(true, "The wiki's database at " + session.server() + " tells of changes at once");
        else
            setStatus(false, std::string("The wiki's database has ") +
                                 (session.hook() == HookState::Absent ? "no trigger" : "only part of the trigger") +
                                 " that tells of changes; \"wikivaultctl events install\" shows and makes it");
        if (installed && !wasListening) m_sink({kFromDatabase, {}, true});
    }

    void setStatus(bool listening, const std::string &detail) {
        const std::scoped_lock guard(m_mutex);
        if (m_status.detail != detail) spdlog::info("{}.", detail);
        m_status = {kFromDatabase, listening, detail};
    }

    const std::string m_url;
    NewsSink m_sink;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_wake;
    FeedStatus m_status{kFromDatabase, false, "The wiki's database is being connected to"};  // guarded by m_mutex
    std::jthread m_thread;
};

}  // namespace

std::unique_ptr<ChangeFeed> makeDatabaseFeed(const std::string &databaseUrl) {
    return std::make_unique<DatabaseFeed>(databaseUrl);
}

}  // namespace wikivault::sql
