#include "tests/fakes/http_server.h"

#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

namespace wikivault::test {

namespace {

void sendAll(int descriptor, std::string_view text) {
    while (!text.empty()) {
        const ssize_t sent = send(descriptor, text.data(), text.size(), MSG_NOSIGNAL);
        if (sent <= 0) return;
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
}

std::map<std::string, std::string> headersIn(std::string_view head) {
    std::map<std::string, std::string> headers;
    while (!head.empty()) {
        const std::size_t end = std::min(head.find("\r\n"), head.size());
        const std::string_view line = head.substr(0, end);
        if (const std::size_t colon = line.find(": "); colon != std::string_view::npos) {
            std::string name(line.substr(0, colon));
            std::transform(name.begin(), name.end(), name.begin(),
                           [](unsigned char c) { return char(std::tolower(c)); });
            headers[name] = line.substr(colon + 2);
        }
        head.remove_prefix(std::min(end + 2, head.size()));
    }
    return headers;
}

/// The call in `text`, once it is whole.
std::optional<HttpCall> callIn(const std::string &text) {
    const std::size_t end = text.find("\r\n\r\n");
    if (end == std::string::npos) return std::nullopt;
    const std::size_t line = text.find("\r\n");
    HttpCall call;
    call.headers = headersIn(std::string_view(text).substr(line + 2, end > line ? end - line : 0));
    const std::size_t begin = text.find(' ') + 1;
    call.path = text.substr(begin, text.find(' ', begin) - begin);
    const std::size_t length =
        call.headers.contains("content-length") ? std::stoul(call.headers.at("content-length")) : 0;
    if (text.size() < end + 4 + length) return std::nullopt;
    call.body = text.substr(end + 4, length);
    return call;
}

void answer(int client, const HttpAnswer &reply) {
    std::string head = "HTTP/1.1 " + std::to_string(reply.status) + " X\r\nContent-Type: " + reply.type +
                       "\r\nContent-Length: " + std::to_string(reply.body.size()) + "\r\nConnection: close\r\n";
    for (const auto &[name, value] : reply.headers)
        head += name + ": " + value + "\r\n";
    sendAll(client, head + "\r\n");
    sendAll(client, std::string_view(reply.body).substr(0, reply.cutAfter.value_or(reply.body.size())));
}

}  // namespace

HttpServer::HttpServer(Handler handler)
    : m_handler(std::move(handler)),
      m_clients([this](int client, const std::stop_token &stop) { converse(client, stop); }) {}

void HttpServer::converse(int client, const std::stop_token &stop) {
    std::string text;
    std::array<char, 65536> buffer{};
    std::optional<HttpCall> call;
    bool isOpen = true;
    const auto receive = [&] {
        if (!isReadable(client)) return;
        const ssize_t length = recv(client, buffer.data(), buffer.size(), 0);
        isOpen = length > 0;
        if (isOpen) text.append(buffer.data(), static_cast<std::size_t>(length));
    };
    while (isOpen && !call && !stop.stop_requested()) {
        receive();
        call = callIn(text);
    }
    if (call) {
        const int underWay = ++m_underWay;
        for (int most = m_mostUnderWay; underWay > most && !m_mostUnderWay.compare_exchange_weak(most, underWay);) {
        }
        const HttpAnswer reply = m_handler(*call);
        while (reply.isSilent && isOpen && !stop.stop_requested())
            receive();
        --m_underWay;  // before the client can know, who may call again at once
        if (!reply.isSilent && !reply.isClosed) answer(client, reply);
    }
}

}  // namespace wikivault::test
