#include "engine/adapters/sql/database_feed.h"

#include "engine/adapters/sql/notification_session.h"
#include "engine/ports/listening_feed.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <set>

namespace wikivault::sql {

namespace {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

constexpr milliseconds kBeatEvery{30'000}, kBeatPatience{10'000};

class DatabaseFeed final : public ConnectedFeed {
public:
    explicit DatabaseFeed(std::function<Result<std::string>()> url)
        : ConnectedFeed({kFromDatabase, false, "The wiki's database is being connected to"}),
          m_url(std::move(url)) {}
    ~DatabaseFeed() override { stop(); }
    DatabaseFeed(const DatabaseFeed &) = delete;
    DatabaseFeed &operator=(const DatabaseFeed &) = delete;

    [[nodiscard]] bool tellsAll() const override { return status().listening; }

private:
    void lost(const Error &why) override { say(false, why.detail + ". Meanwhile the wiki is asked for changes"); }

    Result<> follow(const std::stop_token &stop) override {
        TRY_ASSIGN(const std::string url, m_url());
        TRY_ASSIGN(NotificationSession session, NotificationSession::open(url, stop));
        Steady::time_point sentAt = Steady::now();
        while (!stop.stop_requested()) {
            const milliseconds patience = session.isInStep() ? kBeatEvery : kBeatPatience;
            const auto left = std::chrono::ceil<milliseconds>(sentAt + patience - Steady::now());
            TRY_ASSIGN(const std::vector<std::string> payloads, session.wait(std::max(left, milliseconds(0)), stop));
            if (stop.stop_requested()) break;
            if (session.isInStep()) isConnected();
            bool ask = Steady::now() >= sentAt + patience;
            if (ask && !session.isInStep())
                return fail(ErrorCode::Unavailable,
                            "PostgreSQL at " + session.server() +
                                " takes LISTEN but hands nothing back (a pooler between?); name the server itself in "
                                "DATABASE_URL");
            ask = ask || std::find(payloads.begin(), payloads.end(), kHookPayload) != payloads.end();
            tellOf(payloads);
            if (ask) {
                TRY(session.beat(stop));
                sentAt = Steady::now();
            }
            if (session.isInStep()) noteHook(session);
        }
        return {};
    }

    void tellOf(const std::vector<std::string> &payloads) {
        std::set<SpaceId> spaces;
        for (const std::string &payload : payloads)
            if (const auto id = parseUuid(payload.substr(0, payload.find(' ')))) spaces.insert(SpaceId(*id));
        if (!spaces.empty()) tell({kFromDatabase, {spaces.begin(), spaces.end()}, false});
    }

    /// What happened before we listened, nobody told.
    void noteHook(const NotificationSession &session) {
        const bool installed = session.hook() == HookState::Installed;
        const bool wasListening = tellsAll();
        if (installed)
            say(true, "The wiki's database at " + session.server() + " tells of changes at once");
        else
            say(false, std::string("The wiki's database has ") +
                           (session.hook() == HookState::Absent ? "no trigger" : "only part of the trigger") +
                           " that tells of changes; \"wikivaultctl events install\" shows it, --yes makes it");
        if (installed && !wasListening) tell({kFromDatabase, {}, true});
    }

    void say(bool listening, const std::string &detail) {
        if (setStatus(listening, detail)) spdlog::info("{}.", detail);
    }

    const std::function<Result<std::string>()> m_url;
};

}  // namespace

std::unique_ptr<ChangeFeed> makeDatabaseFeed(std::function<Result<std::string>()> databaseUrl) {
    return std::make_unique<DatabaseFeed>(std::move(databaseUrl));
}

}  // namespace wikivault::sql
