#include "app/common/control_socket.h"

#include <QCryptographicHash>
#include <QFileInfo>
#include <QJsonDocument>

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <filesystem>

namespace wikivault {

namespace {

constexpr std::size_t kMostPeers = 32;
constexpr qint64 kMostWaiting = 4 * 1024 * 1024;  ///< bytes a listener may be behind

/// The kernel says who is at the other end.
bool isOwn(const QLocalSocket &peer) {
    struct ucred who {};
    socklen_t size = sizeof who;
    return ::getsockopt(static_cast<int>(peer.socketDescriptor()), SOL_SOCKET, SO_PEERCRED, &who, &size) == 0 &&
           (who.uid == ::geteuid() || who.uid == 0);
}

QJsonObject errorObject(const QString &sentence) {
    return {{QStringLiteral("error"), sentence}};
}

/// Makes the folder of the socket, for this user alone.
Result<> makeFolder(const std::string &path) {
    if (path.size() >= sizeof(sockaddr_un{}.sun_path))
        return fail(ErrorCode::Unavailable, "The control socket's path " + path +
                                                " is too long for the system; set XDG_RUNTIME_DIR or choose a shorter "
                                                "data directory.");
    namespace fs = std::filesystem;
    std::error_code problem;
    const fs::path folder = fs::path(path).parent_path();
    fs::create_directories(folder, problem);
    if (!problem) fs::permissions(folder, fs::perms::owner_all, problem);
    if (problem)
        return fail(ErrorCode::Unavailable, "The control socket needs the directory " + folder.string() +
                                                ", which cannot be made: " + problem.message() + ".");
    return {};
}

}  // namespace

std::string controlSocketPath(const Settings &settings) {
    const QByteArray runtime = qgetenv("XDG_RUNTIME_DIR");
    if (runtime.isEmpty()) return settings.stateDir() + "/control.sock";
    const QByteArray folder =
        QCryptographicHash::hash(QByteArray::fromStdString(settings.dataDir), QCryptographicHash::Sha256);
    return runtime.toStdString() + "/wikivault/" + settings.profile + "-" + folder.toHex().first(8).toStdString() +
           ".sock";
}

std::string windowSocketPath(const Settings &settings) {
    std::string path = controlSocketPath(settings);
    return path.replace(path.rfind(".sock"), path.npos, ".window.sock");
}

ControlServer::ControlServer(Handler handler, std::function<QJsonObject()> greeting)
    : m_handler(std::move(handler)),
      m_greeting(std::move(greeting)) {
    connect(&m_server, &QLocalServer::newConnection, this, [this] { accept(); });
}

Result<> ControlServer::listen(const std::string &path) {
    TRY(makeFolder(path));
    if (driverListens(path))
        return fail(ErrorCode::Conflict, "A serve of this profile is running already; it listens on " + path + ".");
    const QString name = QString::fromStdString(path);
    if (QFileInfo::exists(name)) QLocalServer::removeServer(name);
    m_server.setSocketOptions(QLocalServer::UserAccessOption);
    if (!m_server.listen(name))
        return fail(ErrorCode::Unavailable,
                    "The control socket " + path + " cannot be opened: " + m_server.errorString().toStdString() + ".");
    return {};
}

void ControlServer::accept() {
    while (QLocalSocket *peer = m_server.nextPendingConnection()) {
        if (m_peers.size() >= kMostPeers || !isOwn(*peer)) {
            peer->abort();
            peer->deleteLater();
            continue;
        }
        m_peers.insert(peer);
        peer->setReadBufferSize(kLongestRequest);
        connect(peer, &QLocalSocket::readyRead, this, [this, peer] { read(peer); });
        // Not while the server goes: the sets are gone by then, and its peers go with it.
        connect(peer, &QLocalSocket::disconnected, &m_server, [this, peer] {
            m_peers.erase(peer);
            m_listeners.erase(peer);
            peer->deleteLater();
        });
    }
}

void ControlServer::read(QLocalSocket *peer) {
    while (peer->canReadLine())
        answer(peer, peer->readLine());
    if (peer->bytesAvailable() < kLongestRequest) return;
    send(peer, errorObject(QStringLiteral("The request is longer than 64 KiB.")));
    peer->disconnectFromServer();
}

void ControlServer::answer(QLocalSocket *peer, const QByteArray &line) {
    const QJsonDocument request = QJsonDocument::fromJson(line);
    if (!request.isObject())
        return send(peer, errorObject(QStringLiteral("The request is not a JSON object on one line.")));
    if (request.object().value(QStringLiteral("cmd")) == QStringLiteral("events")) {
        m_listeners.insert(peer);
        QJsonObject greeting = m_greeting ? m_greeting() : QJsonObject();
        greeting.insert(QStringLiteral("event"), QStringLiteral("listening"));
        return send(peer, greeting);
    }
    m_handler(request.object(), [this, to = QPointer<QLocalSocket>(peer)](const QJsonObject &object) {
        QMetaObject::invokeMethod(
            this,
            [to, object] {
                if (to) send(to, object);
            },
            Qt::QueuedConnection);
    });
}

void ControlServer::send(QLocalSocket *peer, const QJsonObject &object) {
    if (peer->bytesToWrite() > kMostWaiting) return peer->abort();
    peer->write(QJsonDocument(object).toJson(QJsonDocument::Compact) + '\n');
}

void ControlServer::publish(const QJsonObject &event) {
    QMetaObject::invokeMethod(
        this,
        [this, event] {
            const std::set<QLocalSocket *> listeners = m_listeners;  // sending may end one
            for (QLocalSocket *listener : listeners)
                send(listener, event);
        },
        Qt::QueuedConnection);
}

}  // namespace wikivault
