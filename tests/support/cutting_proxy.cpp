#include "tests/support/cutting_proxy.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string_view>
#include <vector>

namespace wikivault::test {

namespace {

sockaddr_in loopback(int port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<std::uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

/// Waits a little for something to read.
bool isReadable(int descriptor) {
    pollfd one{descriptor, POLLIN, 0};
    return poll(&one, 1, 20) > 0;
}

std::string received(int descriptor) {
    std::array<char, 65536> buffer{};
    const ssize_t length = recv(descriptor, buffer.data(), buffer.size(), 0);
    return length > 0 ? std::string(buffer.data(), static_cast<std::size_t>(length)) : std::string();
}

}  // namespace

CuttingProxy::CuttingProxy(int serverPort, std::string word) : m_serverPort(serverPort), m_word(std::move(word)) {
    m_listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    bind(m_listener, reinterpret_cast<sockaddr *>(&address), size);
    listen(m_listener, 8);
    getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size);
    m_port = ntohs(address.sin_port);
    m_thread = std::jthread([this](const std::stop_token &stop) { serve(stop); });
}

CuttingProxy::~CuttingProxy() {
    m_thread.request_stop();
    m_thread.join();
    close(m_listener);
}

void CuttingProxy::serve(const std::stop_token &stop) {
    std::vector<std::jthread> connections;
    while (!stop.stop_requested()) {
        if (!isReadable(m_listener)) continue;
        const int client = accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (client >= 0) connections.emplace_back([this, client, stop] { pass(client, stop); });
    }
}

void CuttingProxy::pass(int client, const std::stop_token &stop) {
    const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(m_serverPort);
    bool open = connect(server, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0;
    bool cutNext = false;
    while (open && !stop.stop_requested()) {
        if (isReadable(client)) {
            const std::string request = received(client);
            cutNext = !m_cut && request.find(m_word) != std::string::npos;
            open = !request.empty() && send(server, request.data(), request.size(), MSG_NOSIGNAL) > 0;
        }
        if (open && isReadable(server)) {
            const std::string answer = received(server);
            if (cutNext) m_cut = true;
            open = !cutNext && !answer.empty() && send(client, answer.data(), answer.size(), MSG_NOSIGNAL) > 0;
        }
    }
    close(client);
    close(server);
}

}  // namespace wikivault::test
