#pragma once

#include <atomic>
#include <string>
#include <thread>

namespace wikivault::test {

/// Stands between a client and a server on loopback. The first request that holds `word` is passed on, but its answer
/// is thrown away and the connection closed: the client cannot know whether the server acted.
class CuttingProxy {
public:
    CuttingProxy(int serverPort, std::string word);
    ~CuttingProxy();
    CuttingProxy(const CuttingProxy &) = delete;
    CuttingProxy &operator=(const CuttingProxy &) = delete;

    [[nodiscard]] int port() const { return m_port; }
    [[nodiscard]] bool hasCut() const { return m_cut; }

private:
    void serve(const std::stop_token &stop);
    void pass(int client, const std::stop_token &stop);

    const int m_serverPort;
    const std::string m_word;
    int m_listener = -1, m_port = 0;
    std::atomic<bool> m_cut = false;
    std::jthread m_thread;
};

}  // namespace wikivault::test
