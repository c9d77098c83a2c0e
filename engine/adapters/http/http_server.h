#pragma once

#include "engine/adapters/http/http_request.h"
#include "engine/core/result.h"

#include <QObject>
#include <QTcpServer>
#include <QTcpSocket>

#include <chrono>
#include <cstddef>
#include <functional>

namespace wikivault::http {

/// A small HTTP server for programs on this machine: one request per connection, JSON both ways, loopback only, and
/// bounded in everything a stranger may send. Belongs to the thread of its event loop.
class Server : public QObject {
public:
    struct Limits {
        std::chrono::milliseconds patience{10'000};  ///< for the whole request, and for taking the answer
        std::size_t peers = 64;                      ///< connections at the same time
    };
    using Answer = std::function<void(const Reply &)>;
    /// Called on the server's thread. The answer may come later and from any thread, as long as the server lives.
    using Handler = std::function<void(const Request &request, const Answer &answer)>;

    explicit Server(Handler handler) : Server(std::move(handler), Limits()) {}
    Server(Handler handler, const Limits &limits);
    /// On 127.0.0.1; 0 = any free port. Unavailable: the port cannot be had.
    Result<> listen(int port);
    [[nodiscard]] int port() const { return m_server.serverPort(); }

private:
    struct Peer;
    void accept();
    void welcome(QTcpSocket *socket);
    void read(Peer &peer);
    void take(Peer &peer, const Request &request);
    void send(Peer &peer, const Reply &reply);

    const Handler m_handler;
    const Limits m_limits;
    QTcpServer m_server;
    std::size_t m_peers = 0;
};

}  // namespace wikivault::http
