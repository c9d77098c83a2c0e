#include "tests/support/cutting_proxy.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <utility>

namespace wikivault::test {

namespace {

std::string received(int descriptor) {
    std::array<char, 65536> buffer{};
    const ssize_t length = recv(descriptor, buffer.data(), buffer.size(), 0);
    return length > 0 ? std::string(buffer.data(), static_cast<std::size_t>(length)) : std::string();
}

}  // namespace

CuttingProxy::CuttingProxy(int serverPort, std::string word, std::string after, int skip)
    : m_serverPort(serverPort),
      m_word(std::move(word)),
      m_after(std::move(after)),
      m_skip(skip),
      m_clients([this](int client, const std::stop_token &stop) { pass(client, stop); }) {}

void CuttingProxy::pass(int client, const std::stop_token &stop) {
    const int server = connectToLoopback(m_serverPort);
    if (server < 0) return;
    bool open = true, cutNext = false, isLate = m_after.empty();
    while (open && !stop.stop_requested()) {
        if (isReadable(client)) {
            const std::string request = received(client);
            cutNext = !m_cut && isLate && request.find(m_word) != std::string::npos && m_skip-- <= 0;
            isLate = isLate || request.find(m_after) != std::string::npos;
            open = !request.empty() && send(server, request.data(), request.size(), MSG_NOSIGNAL) > 0;
        }
        if (open && isReadable(server)) {
            const std::string answer = received(server);
            if (cutNext) m_cut = true;
            open = !cutNext && !answer.empty() && send(client, answer.data(), answer.size(), MSG_NOSIGNAL) > 0;
        }
    }
    close(server);
}

}  // namespace wikivault::test
