#pragma once

#include "tests/support/loopback_server.h"

#include <atomic>
#include <string>

namespace wikivault::test {

/// Stands between a client and a server on loopback. The first request that holds `word` is passed on, but its answer
/// is thrown away and the connection closed: the client cannot know whether the server acted. With `after`, only a
/// request later than one that holds that; with `skip`, so many of them are answered first, over all connections.
class CuttingProxy {
public:
    CuttingProxy(int serverPort, std::string word, std::string after = {}, int skip = 0);

    [[nodiscard]] int port() const { return m_clients.port(); }
    [[nodiscard]] bool hasCut() const { return m_cut; }

private:
    void pass(int client, const std::stop_token &stop);

    const int m_serverPort;
    const std::string m_word, m_after;
    std::atomic<int> m_skip;
    std::atomic<bool> m_cut = false;
    LoopbackServer m_clients;  ///< goes first: its threads use the rest
};

}  // namespace wikivault::test
