#pragma once

#include <functional>
#include <stop_token>
#include <thread>

namespace wikivault::test {

/// Accepts connections on a free loopback port and serves each on a thread of its own; gone with the object.
class LoopbackServer {
public:
    /// Serves one connection until it ends or `stop` fires; the descriptor is closed behind it.
    using Serve = std::function<void(int client, const std::stop_token &stop)>;
    explicit LoopbackServer(Serve serve);
    ~LoopbackServer();
    LoopbackServer(const LoopbackServer &) = delete;
    LoopbackServer &operator=(const LoopbackServer &) = delete;

    [[nodiscard]] int port() const { return m_port; }

private:
    void accept(const std::stop_token &stop);

    const Serve m_serve;
    int m_listener = -1, m_port = 0;
    std::jthread m_thread;
};

/// A connection to a loopback port, or -1.
[[nodiscard]] int connectToLoopback(int port);
/// Waits a little for something to read.
[[nodiscard]] bool isReadable(int descriptor);

}  // namespace wikivault::test
