#pragma once

#include "tests/support/loopback_server.h"

#include <atomic>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wikivault::test {

struct HttpCall {
    std::string path, body;
    std::map<std::string, std::string> headers;  ///< names in lower case
};

struct HttpAnswer {
    int status = 200;
    std::string body;
    std::string type = "application/json; charset=utf-8";
    std::vector<std::pair<std::string, std::string>> headers = {};
    std::optional<std::size_t> cutAfter = std::nullopt;  ///< bytes of the body; then the connection closes
    bool isSilent = false;                               ///< no answer at all, until the client gives up
    bool isClosed = false;                               ///< no answer, the connection closes
};

/// A real HTTP server on a free loopback port, one thread per connection; gone with the object.
class HttpServer {
public:
    using Handler = std::function<HttpAnswer(const HttpCall &)>;
    explicit HttpServer(Handler handler);

    [[nodiscard]] int port() const { return m_clients.port(); }
    /// The largest number of calls that were answered at the same time.
    [[nodiscard]] int mostUnderWay() const { return m_mostUnderWay; }

private:
    void converse(int client, const std::stop_token &stop);

    const Handler m_handler;
    std::atomic<int> m_underWay = 0, m_mostUnderWay = 0;
    LoopbackServer m_clients;  ///< goes first: its threads use the rest
};

}  // namespace wikivault::test
