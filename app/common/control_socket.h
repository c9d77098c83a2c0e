#pragma once

#include "engine/core/result.h"
#include "engine/core/settings.h"

#include <QJsonObject>
#include <QLocalServer>
#include <QLocalSocket>
#include <QPointer>

#include <functional>
#include <set>
#include <stop_token>
#include <string>

/// How programs of one user talk to the driver of a profile: JSON objects, one per line, each way, over a socket file
/// that belongs to that user alone.
namespace wikivault {

inline constexpr qsizetype kLongestRequest = 64 * 1024;

/// `$XDG_RUNTIME_DIR/wikivault/<profile>-<data directory>.sock`, without a runtime directory below the data directory.
[[nodiscard]] std::string controlSocketPath(const Settings &settings);

/// Where the window of this profile and data directory is called.
[[nodiscard]] std::string windowSocketPath(const Settings &settings);

/// The driver's end; belongs to the thread of its event loop.
class ControlServer : public QObject {
public:
    using Reply = std::function<void(const QJsonObject &)>;
    /// Called on the server's thread. The reply may come later and from any thread, as long as the server lives.
    using Handler = std::function<void(const QJsonObject &request, const Reply &reply)>;

    /// `greeting`: what whoever follows the events is told first; on the server's thread.
    explicit ControlServer(Handler handler, std::function<QJsonObject()> greeting = {});
    /// Conflict: somebody listens there already. Unavailable: the file cannot be made.
    Result<> listen(const std::string &path);
    /// To everybody who asked for `{"cmd":"events"}`; from any thread.
    void publish(const QJsonObject &event);

private:
    void accept();
    void read(QLocalSocket *peer);
    void answer(QLocalSocket *peer, const QByteArray &line);
    static void send(QLocalSocket *peer, const QJsonObject &object);

    const Handler m_handler;
    const std::function<QJsonObject()> m_greeting;
    QLocalServer m_server;
    std::set<QLocalSocket *> m_peers, m_listeners;
};

/// Somebody serves the profile whose socket this is.
[[nodiscard]] bool driverListens(const std::string &path);
/// Sends one request and returns its answer. Unavailable: nobody listens, or no answer came in time. Denied: the
/// space is paused or not enabled. Invalid: the answer is another error; its sentence.
[[nodiscard]] Result<QJsonObject> askDriver(const std::string &path, const QJsonObject &request, int timeoutMs,
                                            const std::stop_token &stop);
/// Hands every event to `take` until `stop` or until the driver goes (Unavailable).
[[nodiscard]] Result<> followDriver(const std::string &path, const std::function<void(const QByteArray &line)> &take,
                                    const std::stop_token &stop);

}  // namespace wikivault
