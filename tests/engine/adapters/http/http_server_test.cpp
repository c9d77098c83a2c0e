#include "engine/adapters/http/http_server.h"

#include <QTcpSocket>
#include <QTest>

#include <map>
#include <memory>
#include <thread>
#include <vector>

using namespace wikivault;

/// The server on a real socket. Waits only bound a failure.
class HttpServerTest : public QObject {
    Q_OBJECT

private slots:
    void aRequestIsAnswered();
    void answersMayComeLaterAndFromAnotherThread();
    void anotherNameIsRefused();
    void whoDawdlesIsCutOff();
    void whoLeavesIsForgotten();
    void aFloodIsBounded();
    void aLongBodyIsRefusedWithWords();
    void aTakenPortIsNamed();
    void itListensOnOneAddressOfThisHost();

private:
    using Talk = std::unique_ptr<QTcpSocket>;
    [[nodiscard]] static Talk connectTo(const http::Server &server) {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(QStringLiteral("127.0.0.1"), static_cast<quint16>(server.port()));
        return socket;
    }
    /// Everything the server says until it closes.
    [[nodiscard]] static QByteArray say(const http::Server &server, const QByteArray &text) {
        const Talk socket = connectTo(server);
        socket->write(text);
        [&] { QTRY_COMPARE_WITH_TIMEOUT(socket->state(), QAbstractSocket::UnconnectedState, kPatienceMs); }();
        return socket->readAll();
    }
    static constexpr int kPatienceMs = 60'000;
    static constexpr const char *kHello = "GET /hello HTTP/1.1\r\nHost: localhost\r\n\r\n";
};

void HttpServerTest::aRequestIsAnswered() {
    http::Server server([](const http::Request &request, const http::Server::Answer &answer) {
        answer({200, "{\"path\":\"" + request.path + "\"}"});
    });
    QVERIFY(server.listen(0));
    const QByteArray said = say(server, kHello);
    QVERIFY2(said.startsWith("HTTP/1.1 200 OK\r\n"), said.constData());
    QVERIFY2(said.endsWith("\r\n\r\n{\"path\":\"/hello\"}"), said.constData());
    const QByteArray refused = say(server, "hello\r\n\r\n");
    QVERIFY2(refused.startsWith("HTTP/1.1 400 Bad Request\r\n"), refused.constData());
}

void HttpServerTest::answersMayComeLaterAndFromAnotherThread() {
    std::jthread worker;
    http::Server server([&worker](const http::Request &, const http::Server::Answer &answer) {
        worker = std::jthread([answer] { answer({503, "{}"}); });
    });
    QVERIFY(server.listen(0));
    QVERIFY(say(server, kHello).startsWith("HTTP/1.1 503 "));
}

/// A page in a browser can reach this port under a name of its own (DNS rebinding); it cannot choose the header.
void HttpServerTest::anotherNameIsRefused() {
    bool wasAsked = false;
    http::Server server([&wasAsked](const http::Request &, const http::Server::Answer &) { wasAsked = true; });
    QVERIFY(server.listen(0));
    for (const char *host : {"Host: evil.example\r\n", ""}) {
        const QByteArray said = say(server, QByteArray("GET / HTTP/1.1\r\n") + host + "\r\n");
        QVERIFY2(said.startsWith("HTTP/1.1 421 "), said.constData());
    }
    QVERIFY(!wasAsked);
}

void HttpServerTest::whoDawdlesIsCutOff() {
    http::Server server([](const http::Request &, const http::Server::Answer &) {},
                        {std::chrono::milliseconds(50), 64});
    QVERIFY(server.listen(0));
    for (const char *part : {"", "GET /", "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\n\r\nabc"}) {
        const QByteArray said = say(server, part);
        QVERIFY2(said.startsWith("HTTP/1.1 408 "), said.constData());
    }
}

void HttpServerTest::whoLeavesIsForgotten() {
    std::vector<http::Server::Answer> waiting;
    http::Server server(
        [&waiting](const http::Request &, const http::Server::Answer &answer) { waiting.push_back(answer); });
    QVERIFY(server.listen(0));
    {
        const Talk socket = connectTo(server);
        socket->write(kHello);
        QTRY_COMPARE_WITH_TIMEOUT(waiting.size(), std::size_t{1}, kPatienceMs);
    }
    waiting.front()({200, "{}"});
    const Talk next = connectTo(server);
    next->write(kHello);
    QTRY_COMPARE_WITH_TIMEOUT(waiting.size(), std::size_t{2}, kPatienceMs);
    waiting.back()({200, "{}"});
    QTRY_VERIFY_WITH_TIMEOUT(next->bytesAvailable() > 0, kPatienceMs);
}

void HttpServerTest::aFloodIsBounded() {
    http::Server server(
        [](const http::Request &, const http::Server::Answer &answer) {
            answer({200, "{}"});
        },
        {std::chrono::minutes(10), 2});
    QVERIFY(server.listen(0));
    std::vector<Talk> idle;
    for (int i = 0; i < 2; ++i) {
        idle.push_back(connectTo(server));
        QTRY_COMPARE_WITH_TIMEOUT(idle.back()->state(), QAbstractSocket::ConnectedState, kPatienceMs);
    }
    QCOMPARE(say(server, kHello), QByteArray());
    idle.clear();
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((said = say(server, kHello)).startsWith("HTTP/1.1 200 "), kPatienceMs);
}

/// The sender hears why even though it is still sending.
void HttpServerTest::aLongBodyIsRefusedWithWords() {
    http::Server server([](const http::Request &, const http::Server::Answer &) {});
    QVERIFY(server.listen(0));
    const QByteArray body(2'000'000, 'x');
    const QByteArray said =
        say(server, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + QByteArray::number(body.size()) +
                        "\r\n\r\n" + body);
    QVERIFY2(said.startsWith("HTTP/1.1 413 "), said.left(200).constData());
}

void HttpServerTest::aTakenPortIsNamed() {
    const http::Server::Handler nobody = [](const http::Request &, const http::Server::Answer &) {};
    http::Server first(nobody), second(nobody);
    QVERIFY(first.listen(0));
    const auto refused = second.listen(first.port());
    QVERIFY(!refused);
    QVERIFY2(refused.error().detail.find("Port " + std::to_string(first.port())) != std::string::npos,
             refused.error().detail.c_str());
}

/// Where it listened on all of them, 127.0.0.2 would be one.
void HttpServerTest::itListensOnOneAddressOfThisHost() {
    http::Server server([](const http::Request &, const http::Server::Answer &) {});
    QVERIFY(server.listen(0));
    for (const auto &[address, isServed] : std::map<const char *, bool>{{"127.0.0.1", true}, {"127.0.0.2", false}}) {
        QTcpSocket socket;
        socket.connectToHost(QString::fromLatin1(address), static_cast<quint16>(server.port()));
        QCOMPARE(socket.waitForConnected(kPatienceMs), isServed);
    }
}

QTEST_GUILESS_MAIN(HttpServerTest)
#include "http_server_test.moc"
