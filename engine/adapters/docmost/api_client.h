#pragma once

#include "engine/adapters/docmost/api_json.h"
#include "engine/adapters/docmost/server_access.h"
#include "engine/core/ids.h"

#include <algorithm>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace wikivault::docmost {

struct ApiFailure {
    Error error;
    bool isUnclear = false;   ///< nobody knows whether the server did it: read again before anything else
    bool isTooLarge = false;  ///< the answer is more than was asked for
};
/// The `data` of an answer; empty when it has none.
using ApiAnswer = tl::expected<Value, ApiFailure>;

/// Calls of one thread. Logs in when it has to, and once more when the token was refused.
class ApiClient {
public:
    ApiClient(std::shared_ptr<ServerAccess> server, std::stop_token stop, std::chrono::milliseconds timeout)
        : m_server(std::move(server)),
          m_stop(std::move(stop)),
          m_limits{std::min(timeout, m_server->limits().timeout), m_server->limits().largestReply} {}

    /// Sent once; with a document, if it is not "", as the member `content`.
    ApiAnswer tell(const std::string &path, const Members &body, std::string_view document = {});
    /// Changes nothing in the wiki, so it is sent again once when the answer is unclear.
    ApiAnswer ask(const std::string &path, const Members &body);
    /// The same, as an object. NotFound, Denied … as errorOf().
    Result<Members> read(const std::string &path, const Members &body);
    /// A file's bytes. NotFound: there is none. Invalid: more than `limit` bytes.
    Result<std::string> download(const std::string &path, std::size_t limit);
    /// A form with a file, sent once; the answer has no envelope.
    Result<Members> post(const std::string &path, const std::string &form, const std::string &type);
    /// Every item of a list that comes in pages.
    Result<std::vector<Members>> readAll(const std::string &path, Members body);

    /// The user the token speaks for. Unavailable: the account is not let in.
    Result<UserId> account();
    [[nodiscard]] const ServerAccess &server() const { return *m_server; }

private:
    /// With a token; once more when it was refused.
    tl::expected<HttpReply, ApiFailure> send(HttpRequest request, const HttpLimits &limits);
    tl::expected<HttpReply, ApiFailure> sendOnce(HttpRequest request, const HttpLimits &limits,
                                                 const std::string &token);
    ApiFailure brokenJson(const std::string &path) const;

    const std::shared_ptr<ServerAccess> m_server;
    const std::stop_token m_stop;
    const HttpLimits m_limits;
};

/// What an answer other than success means, in words. Denied: rights are missing. NotFound: no such page. Invalid: the
/// request or the address is wrong. Unavailable: the server cannot answer now.
[[nodiscard]] Error errorOf(const ServerAccess &server, const std::string &path, const HttpReply &reply,
                            std::string_view verb = "POST");

}  // namespace wikivault::docmost
