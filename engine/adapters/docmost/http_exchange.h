#pragma once

#include "engine/adapters/docmost/http_reply.h"
#include "engine/core/result.h"

#include <chrono>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

namespace wikivault::docmost {

/// Where a wiki's API stands: `https://wiki.example.org/api`.
struct ApiAddress {
    std::string shown;  ///< for people
    std::string host, path;
    int port = 0;
    bool isTls = false;
};
/// A missing path is `/api`. Invalid: no http or https address.
[[nodiscard]] Result<ApiAddress> parseApiUrl(const std::string &url);

struct HttpLimits {
    std::chrono::milliseconds timeout{60000};
    std::size_t largestReply = std::size_t{64} * 1024 * 1024;
};

enum class HttpMethod { Post, Get };

struct HttpRequest {
    std::string path;  ///< below the API, `/pages/info`
    std::string body;
    std::vector<std::pair<std::string, std::string>> headers = {};
    HttpMethod method = HttpMethod::Post;
    std::string type = "application/json";  ///< of the body
};

/// No whole answer came.
struct HttpFailure {
    Error error;
    bool mayHaveArrived = false;  ///< the request was on its way: the server may have acted on it
    bool isTooLarge = false;      ///< the answer is more than HttpLimits::largestReply
};

/// Sends one request on a connection of its own and waits for the answer. Never sends anything twice, follows no
/// redirect, accepts no certificate that the system does not. Needs a QCoreApplication; any thread.
[[nodiscard]] tl::expected<HttpReply, HttpFailure> exchange(const ApiAddress &address, const HttpRequest &request,
                                                            const HttpLimits &limits, std::stop_token stop);

}  // namespace wikivault::docmost
