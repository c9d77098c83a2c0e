#include "tests/support/counting_proxy.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <utility>

namespace wikivault::test {

CountingProxy::CountingProxy(int serverPort)
    : m_serverPort(serverPort),
      m_clients([this](int client, const std::stop_token &stop) { pass(client, stop); }) {}

void CountingProxy::arm(long limit, std::function<void()> act) {
    m_limit = -1;
    m_act = std::move(act);
    m_passed = 0;
    m_isCut = false;
    m_limit = limit;
}

/// False: the connection is over.
bool CountingProxy::passOn(int from, int to) {
    std::array<char, 4096> buffer{};
    const ssize_t got = recv(from, buffer.data(), buffer.size(), 0);
    if (got <= 0) return false;
    long limit = m_limit;
    if (limit >= 0 && (m_passed += got) > limit && m_limit.compare_exchange_strong(limit, -1)) m_act();
    return !m_isCut && send(to, buffer.data(), static_cast<std::size_t>(got), MSG_NOSIGNAL) == got;
}

void CountingProxy::pass(int client, const std::stop_token &stop) {
    const int server = m_isCut ? -1 : connectToLoopback(m_serverPort);
    if (server < 0) return;
    for (bool open = true; open && !m_isCut && !stop.stop_requested();) {
        std::array<pollfd, 2> ends{{{client, POLLIN, 0}, {server, POLLIN, 0}}};
        if (poll(ends.data(), ends.size(), 20) <= 0) continue;
        if (ends[0].revents != 0) open = passOn(client, server);
        if (open && ends[1].revents != 0) open = passOn(server, client);
    }
    close(server);
}

}  // namespace wikivault::test
