#pragma once

#include "tests/support/loopback_server.h"

#include <atomic>
#include <functional>

namespace wikivault::test {

/// Stands between clients and a server on loopback and counts what passes, both ways and over all connections. Once a
/// limit is reached something happens, before the byte behind it is passed on.
class CountingProxy {
public:
    explicit CountingProxy(int serverPort);

    [[nodiscard]] int port() const { return m_clients.port(); }
    /// Counts from nothing on. `act` is called once, on a thread of the proxy.
    void arm(long limit, std::function<void()> act);
    /// Every connection ends, and new ones end at once, until it is armed again.
    void cut() { m_isCut = true; }
    [[nodiscard]] long passed() const { return m_passed; }

private:
    void pass(int client, const std::stop_token &stop);
    [[nodiscard]] bool passOn(int from, int to);

    const int m_serverPort;
    std::function<void()> m_act;
    std::atomic<long> m_passed = 0, m_limit = -1;
    std::atomic<bool> m_isCut = false;
    LoopbackServer m_clients;  ///< goes first: its threads use the rest
};

}  // namespace wikivault::test
