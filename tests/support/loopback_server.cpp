#include "tests/support/loopback_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdint>
#include <utility>
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

}  // namespace

LoopbackServer::LoopbackServer(Serve serve) : m_serve(std::move(serve)) {
    m_listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    bind(m_listener, reinterpret_cast<sockaddr *>(&address), size);
    listen(m_listener, 32);
    getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size);
    m_port = ntohs(address.sin_port);
    m_thread = std::jthread([this](const std::stop_token &stop) { accept(stop); });
}

LoopbackServer::~LoopbackServer() {
    m_thread.request_stop();
    m_thread.join();
    close(m_listener);
}

void LoopbackServer::accept(const std::stop_token &stop) {
    std::vector<std::jthread> connections;
    while (!stop.stop_requested()) {
        if (!isReadable(m_listener)) continue;
        const int client = accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0) continue;
        connections.emplace_back([this, client, stop] {
            m_serve(client, stop);
            close(client);
        });
    }
}

int connectToLoopback(int port) {
    const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(port);
    if (connect(server, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0) return server;
    close(server);
    return -1;
}

bool isReadable(int descriptor) {
    pollfd one{descriptor, POLLIN, 0};
    return poll(&one, 1, 20) > 0;
}

}  // namespace wikivault::test
