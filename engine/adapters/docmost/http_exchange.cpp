#include "engine/adapters/docmost/http_exchange.h"

#include <QEventLoop>
#include <QSslError>
#include <QSslSocket>
#include <QTimer>
#include <QUrl>

#include <optional>

namespace wikivault::docmost {

namespace {

QByteArray wireForm(const ApiAddress &address, const HttpRequest &request) {
    const bool isStandardPort = address.port == (address.isTls ? 443 : 80);
    const std::string host = address.host.find(':') == std::string::npos ? address.host : '[' + address.host + ']';
    const bool isGet = request.method == HttpMethod::Get;
    std::string text = (isGet ? "GET " : "POST ") + address.path + request.path + " HTTP/1.1\r\nHost: " + host;
    if (!isStandardPort) text += ':' + std::to_string(address.port);
    text += "\r\nAccept: " + std::string(isGet ? "*/*" : "application/json") +
            "\r\nAccept-Encoding: identity\r\nConnection: close\r\nUser-Agent: wikivault/" WIKIVAULT_VERSION "\r\n";
    if (!isGet)
        text += "Content-Type: " + request.type + "\r\nContent-Length: " + std::to_string(request.body.size()) + "\r\n";
    for (const auto &[name, value] : request.headers)
        text += name + ": " + value + "\r\n";
    text += "\r\n" + request.body;
    return QByteArray::fromStdString(text);
}

/// One connection: everything happens on the calling thread, in this object's own event loop.
class Exchange {
public:
    Exchange(const ApiAddress &address, const HttpLimits &limits, std::stop_token stop)
        : m_address(address),
          m_timeout(limits.timeout),
          m_stop(std::move(stop)),
          m_reader(limits.largestReply) {}

    tl::expected<HttpReply, HttpFailure> run(const QByteArray &request) {
        watch(request);
        QTimer::singleShot(m_timeout, &m_loop, [this] { m_isLate = true; });
        // Only wakes the loop; it is looked at there.
        const std::stop_callback wake(m_stop, [this] {
            QMetaObject::invokeMethod(
                &m_loop, [] {}, Qt::QueuedConnection);
        });
        const QString host = QString::fromStdString(m_address.host);
        if (m_address.isTls)
            m_socket.connectToHostEncrypted(host, static_cast<quint16>(m_address.port));
        else
            m_socket.connectToHost(host, static_cast<quint16>(m_address.port));
        while (!m_isOver && !m_isLate && !m_stop.stop_requested())
            m_loop.processEvents(QEventLoop::WaitForMoreEvents | QEventLoop::ExcludeUserInputEvents);
        m_isOver = true;  // what aborting says is no news
        m_socket.abort();
        return outcome();
    }

private:
    void watch(const QByteArray &request) {
        const auto begin = [this, request] {
            m_isSent = true;
            m_socket.write(request);
        };
        if (m_address.isTls)
            QObject::connect(&m_socket, &QSslSocket::encrypted, &m_loop, begin);
        else
            QObject::connect(&m_socket, &QSslSocket::connected, &m_loop, begin);
        QObject::connect(&m_socket, &QSslSocket::readyRead, &m_loop, [this] { read(); });
        QObject::connect(&m_socket, &QSslSocket::sslErrors, &m_loop, [this](const QList<QSslError> &errors) {
            for (const QSslError &error : errors)
                m_tlsTrouble += (m_tlsTrouble.empty() ? "" : "; ") + error.errorString().toStdString();
        });
        QObject::connect(&m_socket, &QSslSocket::errorOccurred, &m_loop, [this] { end(); });
        QObject::connect(&m_socket, &QSslSocket::disconnected, &m_loop, [this] { end(); });
    }

    void read() {
        const QByteArray bytes = m_socket.readAll();
        const auto state = m_reader.feed({bytes.data(), static_cast<std::size_t>(bytes.size())});
        m_isOver = m_isOver || state != ReplyReader::State::Reading;
    }

    void end() {
        if (m_isOver) return;
        read();
        if (m_isSent) m_reader.close();
        if (m_trouble.empty()) m_trouble = m_socket.errorString().toStdString();
        m_isOver = true;
    }

    tl::expected<HttpReply, HttpFailure> outcome() {
        using State = ReplyReader::State;
        if (m_reader.state() == State::Done) return std::move(m_reader.reply());
        if (m_stop.stop_requested()) return failure(ErrorCode::Cancelled, "stopped on request");
        if (m_isLate)
            return failure(ErrorCode::Unavailable,
                           "did not answer within " + std::to_string(m_timeout.count() / 1000) + " s");
        if (m_reader.state() == State::TooLarge) return failure(ErrorCode::Unavailable, "answered with more than fits");
        if (!m_tlsTrouble.empty())
            return failure(ErrorCode::Unavailable,
                           "shows a certificate this host does not trust (" + m_tlsTrouble +
                               "); install the issuer's certificate on this host, or correct the address");
        if (!m_isSent) return failure(ErrorCode::Unavailable, "cannot be reached: " + m_trouble);
        return failure(ErrorCode::Unavailable, m_reader.hasBegun() ? "broke off in the middle of its answer"
                                                                   : "closed the connection without an answer");
    }

    tl::unexpected<HttpFailure> failure(ErrorCode code, const std::string &what) {
        std::string detail = code == ErrorCode::Cancelled ? what : "the wiki's API at " + m_address.shown + " " + what;
        return tl::unexpected(
            HttpFailure{{code, std::move(detail)}, m_isSent, m_reader.state() == ReplyReader::State::TooLarge});
    }

    const ApiAddress &m_address;
    const std::chrono::milliseconds m_timeout;
    const std::stop_token m_stop;
    ReplyReader m_reader;
    bool m_isSent = false, m_isOver = false, m_isLate = false;
    std::string m_trouble, m_tlsTrouble;
    QEventLoop m_loop;
    QSslSocket m_socket;
};

}  // namespace

Result<ApiAddress> parseApiUrl(const std::string &url) {
    const QUrl parsed(QString::fromStdString(url), QUrl::StrictMode);
    const QString scheme = parsed.scheme().toLower();
    const bool isTls = scheme == QStringLiteral("https");
    if (!parsed.isValid() || parsed.host().isEmpty() || (!isTls && scheme != QStringLiteral("http")))
        return fail(ErrorCode::Invalid,
                    "\"" + url + "\" is no address of an API, such as https://wiki.example.org/api");
    ApiAddress address;
    address.isTls = isTls;
    address.host = parsed.host(QUrl::EncodeUnicode).toStdString();
    address.port = parsed.port(isTls ? 443 : 80);
    address.path = parsed.path(QUrl::FullyEncoded).toStdString();
    while (address.path.ends_with('/'))
        address.path.pop_back();
    if (address.path.empty()) address.path = "/api";
    address.shown = parsed.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment)
                        .toString(QUrl::FullyEncoded)
                        .toStdString();
    return address;
}

tl::expected<HttpReply, HttpFailure> exchange(const ApiAddress &address, const HttpRequest &request,
                                              const HttpLimits &limits, std::stop_token stop) {
    return Exchange(address, limits, std::move(stop)).run(wireForm(address, request));
}

}  // namespace wikivault::docmost
