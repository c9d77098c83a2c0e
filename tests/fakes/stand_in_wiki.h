#pragma once

#include "engine/adapters/sql/sql_session.h"
#include "tests/fakes/http_server.h"
#include "tests/fakes/stand_in_files.h"
#include "tests/support/test_wiki.h"

#include <QJsonObject>

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <vector>

namespace wikivault::test {

/// What goes wrong with one call.
enum class Fault {
    Refused500,  ///< 500 and nothing done
    Done500,     ///< done, and 500 all the same
    Silence,     ///< nothing done, no answer
    DoneSilent,  ///< done, no answer
    DoneClosed,  ///< done, the connection closes without an answer
    DoneHalf,    ///< done, the answer breaks off in the middle
    Html,        ///< a proxy's login page
    Redirect,
    TooLarge,       ///< 413 of a proxy
    Throttled,      ///< 429, to be called again after `retryAfter`
    Busy,           ///< 503 of a proxy, the same
    Stale,          ///< 409
    Unprocessable,  ///< 422
};

/// A wiki's server as measured on live ones, over the database the engine reads: REST calls, their validation, their
/// answers and their traps. `fork` is gitmost, which differs in places.
class StandInWiki {
public:
    StandInWiki(const TestWiki &wiki, bool fork);
    /// Rows of a test that runs against both: `fork`.
    static void addServers();

    [[nodiscard]] std::string url() const;
    static constexpr const char *kEmail = "sync@example.org", *kPassword = "right password";
    [[nodiscard]] const UserId &account() const { return m_user; }

    // Traps; set between calls.
    bool dropsBodies = false;  ///< 200 and nothing stored (COLLAB_DISABLE_REDIS)
    bool guardsEmpty = false;  ///< one empty paragraph never replaces a text, and nobody says so
    bool isOld = false;        ///< before 0.70: unknown members are dropped
    bool throttlesLogin = false;
    bool losesCursors = false;  ///< a list says that there is more and not where
    bool asksForSecondFactor = false;
    /// The next call of that path (`/pages/create`) has this fault, after `before` calls that go well.
    void failNext(const std::string &path, Fault fault, int before = 0);
    /// What somebody does once the next call of that path is answered.
    void afterNext(const std::string &path, std::function<void()> act);
    std::string retryAfter = "60";  ///< what who is throttled is told
    std::string date;               ///< the server's own
    /// Somebody has the page open and typed this; it is not stored yet.
    void type(const PageId &page, const std::string &content);
    /// Role in a space: `reader`, `writer`, or "" for no member. Writer unless told otherwise.
    void setRole(const SpaceId &space, const std::string &role);
    void revokeTokens();
    [[nodiscard]] StandInFiles &files() { return m_files; }

    /// Paths that were called, in order, and how often one of them was.
    [[nodiscard]] std::vector<std::string> calls();
    [[nodiscard]] int count(const std::string &path);
    [[nodiscard]] int mostUnderWay() const { return m_server->mostUnderWay(); }
    /// Every body that was sent so far, for what must never be in them.
    [[nodiscard]] std::string everythingSent();

private:
    friend class StandInCalls;
    HttpAnswer handle(const HttpCall &call);
    HttpAnswer route(const std::string &path, const HttpCall &call);
    bool knows(const HttpCall &call);
    HttpAnswer logIn(const QJsonObject &body);
    std::optional<Fault> takeFault(const std::string &path);

    const std::string m_databaseUrl;
    const bool m_fork;
    UserId m_user;
    std::mutex m_mutex;
    // Guarded by m_mutex.
    std::map<std::string, std::vector<std::optional<Fault>>> m_faults;  ///< of the next calls of each path
    std::map<std::string, std::function<void()>> m_afterNext;
    std::map<std::string, std::string> m_typed, m_roles;
    std::set<std::string> m_tokens;
    std::vector<std::string> m_calls;
    std::string m_sent;
    int m_logins = 0;
    std::mutex m_work;  ///< one change at a time, as the database's row locks have it
    StandInFiles m_files;
    std::unique_ptr<HttpServer> m_server;
};

}  // namespace wikivault::test
