#include "engine/adapters/http/http_server.h"

#include <QHostAddress>
#include <QPointer>
#include <QTimer>

#include <sys/socket.h>

#include <utility>

namespace wikivault::http {

namespace {

const char *phraseOf(int status) {
    switch (status) {
        case 200: return "OK";
        case 400: return "Bad Request";
        case 401: return "Unauthorized";
        case 404: return "Not Found";
        case 405: return "Method Not Allowed";
        case 408: return "Request Timeout";
        case 411: return "Length Required";
        case 413: return "Content Too Large";
        case 415: return "Unsupported Media Type";
        case 421: return "Misdirected Request";
        case 431: return "Request Header Fields Too Large";
        case 503: return "Service Unavailable";
        default: return "";
    }
}

QByteArray wireForm(const Reply &reply) {
    std::string text = "HTTP/1.1 " + std::to_string(reply.status) + " " + phraseOf(reply.status) +
                       "\r\nContent-Type: application/json\r\nCache-Control: no-store\r\n"
                       "X-Content-Type-Options: nosniff\r\nConnection: close\r\n";
    for (const auto &[name, value] : reply.more)
        text += name + ": " + value + "\r\n";
    text += "Content-Length: " + std::to_string(reply.body.size()) + "\r\n\r\n" + reply.body;
    return QByteArray::fromStdString(text);
}

}  // namespace

/// One connection; goes with its socket.
struct Server::Peer : QObject {
    explicit Peer(QTcpSocket *from) : QObject(from), socket(from), deadline(this) { deadline.setSingleShot(true); }
    QTcpSocket *const socket;
    RequestReader reader;
    QTimer deadline;
    bool isRead = false;  ///< the request is there, or refused; whatever follows is thrown away
};

Server::Server(Handler handler, const Limits &limits) : m_handler(std::move(handler)), m_limits(limits) {
    connect(&m_server, &QTcpServer::newConnection, this, [this] { accept(); });
}

Result<> Server::listen(int port) {
    if (m_server.listen(QHostAddress::LocalHost, static_cast<quint16>(port))) return {};
    return fail(ErrorCode::Unavailable, "Port " + std::to_string(port) + " of 127.0.0.1 cannot be opened: " +
                                            m_server.errorString().toStdString() + ".");
}

void Server::accept() {
    while (QTcpSocket *const socket = m_server.nextPendingConnection()) {
        ++m_peers;
        connect(socket, &QTcpSocket::disconnected, this, [this, socket] {
            --m_peers;
            socket->deleteLater();
        });
        if (m_peers > m_limits.peers)
            socket->abort();
        else
            welcome(socket);
    }
}

void Server::welcome(QTcpSocket *socket) {
    socket->setReadBufferSize(RequestReader::kLargestHead);
    auto *const peer = new Peer(socket);
    connect(socket, &QTcpSocket::readyRead, peer, [this, peer] { read(*peer); });
    connect(&peer->deadline, &QTimer::timeout, peer, [this, peer] {
        if (!peer->isRead) send(*peer, errorReply(408, "The request did not come in time."));
        peer->socket->flush();
        peer->socket->abort();
    });
    peer->deadline.start(m_limits.patience);
    read(*peer);
}

void Server::read(Peer &peer) {
    while (peer.socket->bytesAvailable() > 0) {
        const QByteArray bytes = peer.socket->read(RequestReader::kLargestHead);
        if (peer.isRead) continue;
        const auto state = peer.reader.feed({bytes.data(), static_cast<std::size_t>(bytes.size())});
        if (state == RequestReader::State::Refused) send(peer, peer.reader.refusal());
        if (state == RequestReader::State::Done) take(peer, peer.reader.request());
    }
}

void Server::take(Peer &peer, const Request &request) {
    peer.isRead = true;
    peer.deadline.stop();  // the answer takes as long as it takes
    if (!isLoopbackHost(request.header("host")))
        return send(peer, errorReply(421, "The Host must be localhost or 127.0.0.1."));
    m_handler(request, [this, to = QPointer<Peer>(&peer)](const Reply &reply) {
        QMetaObject::invokeMethod(
            this,
            [this, to, reply] {
                if (to) send(*to, reply);
            },
            Qt::QueuedConnection);
    });
}

/// The far end closes: were we to, with bytes of it still on their way, the answer would be lost.
void Server::send(Peer &peer, const Reply &reply) {
    peer.isRead = true;
    peer.deadline.start(m_limits.patience);
    peer.socket->write(wireForm(reply));
    const auto endOfAnswer = [socket = peer.socket] {
        if (socket->bytesToWrite() == 0) ::shutdown(static_cast<int>(socket->socketDescriptor()), SHUT_WR);
    };
    connect(peer.socket, &QTcpSocket::bytesWritten, &peer, endOfAnswer);
}

}  // namespace wikivault::http
