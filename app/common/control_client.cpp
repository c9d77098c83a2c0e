#include "app/common/control_socket.h"

#include <QElapsedTimer>
#include <QJsonDocument>

namespace wikivault {

namespace {

constexpr int kConnectMs = 3000, kStepMs = 100;

bool reaches(QLocalSocket &socket, const std::string &path) {
    socket.connectToServer(QString::fromStdString(path));
    return socket.waitForConnected(kConnectMs);
}

Result<> connectTo(QLocalSocket &socket, const std::string &path) {
    if (reaches(socket, path)) return {};
    return fail(ErrorCode::Unavailable, "No serve of this profile can be asked: nobody listens on " + path +
                                            ". \"wikivaultctl serve\" starts one.");
}

void sendLine(QLocalSocket &socket, const QJsonObject &request) {
    socket.write(QJsonDocument(request).toJson(QJsonDocument::Compact) + '\n');
    socket.flush();
}

tl::unexpected<Error> gone() {
    return fail(ErrorCode::Unavailable, "The driver has ended the conversation.");
}

}  // namespace

bool driverListens(const std::string &path) {
    QLocalSocket socket;
    return reaches(socket, path);
}

Result<QJsonObject> askDriver(const std::string &path, const QJsonObject &request, int timeoutMs,
                              const std::stop_token &stop) {
    QLocalSocket socket;
    TRY(connectTo(socket, path));
    sendLine(socket, request);
    QElapsedTimer waited;
    waited.start();
    while (!socket.canReadLine()) {
        if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "Waiting for the driver was stopped.");
        if (waited.hasExpired(timeoutMs))
            return fail(ErrorCode::Unavailable,
                        "The driver gave no answer within " + std::to_string(timeoutMs / 1000) + " s.");
        socket.waitForReadyRead(kStepMs);
        if (socket.state() != QLocalSocket::ConnectedState && !socket.canReadLine()) return gone();
    }
    const QJsonObject answer = QJsonDocument::fromJson(socket.readLine()).object();
    const QString error = answer.value(QStringLiteral("error")).toString();
    const bool isRefused = answer.value(QStringLiteral("refused")).toBool();
    if (!error.isEmpty()) return fail(isRefused ? ErrorCode::Denied : ErrorCode::Invalid, error.toStdString());
    return answer;
}

Result<> followDriver(const std::string &path, const std::function<void(const QByteArray &line)> &take,
                      const std::stop_token &stop) {
    QLocalSocket socket;
    TRY(connectTo(socket, path));
    sendLine(socket, {{QStringLiteral("cmd"), QStringLiteral("events")}});
    while (!stop.stop_requested()) {
        while (socket.canReadLine())
            take(socket.readLine());
        socket.waitForReadyRead(kStepMs);
        if (socket.state() != QLocalSocket::ConnectedState && !socket.canReadLine()) return gone();
    }
    return {};
}

}  // namespace wikivault
