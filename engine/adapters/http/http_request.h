#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>

namespace wikivault::http {

struct Request {
    std::string method;
    std::string path;                            ///< as it was sent, without the query
    std::map<std::string, std::string> headers;  ///< names in lower case
    std::string body;

    /// The value, or "".
    [[nodiscard]] std::string header(const std::string &name) const;
};

struct Reply {
    int status = 200;
    std::string body;                              ///< JSON
    std::map<std::string, std::string> more = {};  ///< further headers
};

/// Reads one HTTP/1.x request as it arrives. Takes what programs send and refuses everything that two readers could
/// understand differently: folded lines, lengths that contradict, bodies in chunks.
class RequestReader {
public:
    enum class State { Reading, Done, Refused };
    static constexpr std::size_t kLargestHead = 16 * 1024, kLargestBody = 64 * 1024;

    State feed(std::string_view bytes);
    [[nodiscard]] const Request &request() const { return m_request; }
    /// What to answer to a request that was refused.
    [[nodiscard]] const Reply &refusal() const { return m_refusal; }

private:
    State readHead();
    State refuse(int status, const std::string &sentence);
    [[nodiscard]] bool parseHead(std::string_view head);
    [[nodiscard]] bool parseLine(std::string_view line);
    State chooseBody();

    Request m_request;
    Reply m_refusal;
    std::string m_buffer;
    std::size_t m_length = 0;  ///< of the body
    bool m_hasHead = false;
};

/// `{"statusCode":…,"message":…}` as wikis answer errors.
[[nodiscard]] Reply errorReply(int status, std::string_view message);
/// A Host header that names this machine to itself. Anything else reached us through a name an attacker chose.
[[nodiscard]] bool isLoopbackHost(std::string_view host);

}  // namespace wikivault::http
