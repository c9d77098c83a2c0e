#include "engine/adapters/http/http_request.h"

#include <QTest>

#include <string>

using namespace wikivault;
using http::RequestReader;

/// What is taken for a request and what is refused, however it arrives.
class HttpRequestTest : public QObject {
    Q_OBJECT

private slots:
    void aRequestIsRead_data();
    void aRequestIsRead();
    void whatIsAmbiguousIsRefused_data();
    void whatIsAmbiguousIsRefused();
    void anUnfinishedRequestIsWaitedFor();
    void onlyNamesOfThisMachineAreHosts();
};

void HttpRequestTest::aRequestIsRead_data() {
    QTest::addColumn<int>("step");
    for (const int step : {1, 3, 7, 1000})
        QTest::newRow(qPrintable(QString::number(step))) << step;
}

void HttpRequestTest::aRequestIsRead() {
    QFETCH(int, step);
    const std::string text =
        "POST /api/git-sync/trigger?x=1 HTTP/1.1\r\nHost: localhost:1\r\nContent-TYPE:application/json \r\n"
        "Content-Length: 5\r\nX-Empty:\r\n\r\n{\"a\"}";
    RequestReader reader;
    auto state = RequestReader::State::Reading;
    for (std::size_t at = 0; at < text.size(); at += static_cast<std::size_t>(step)) {
        QCOMPARE(state, RequestReader::State::Reading);
        state = reader.feed(std::string_view(text).substr(at, static_cast<std::size_t>(step)));
    }
    QCOMPARE(state, RequestReader::State::Done);
    const http::Request &request = reader.request();
    QCOMPARE(request.method, std::string("POST"));
    QCOMPARE(request.path, std::string("/api/git-sync/trigger"));
    QCOMPARE(request.header("content-type"), std::string("application/json"));
    QCOMPARE(request.body, std::string("{\"a\"}"));
}

void HttpRequestTest::whatIsAmbiguousIsRefused_data() {
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("status");
    const auto head = [](const char *lines) { return QByteArray("GET / HTTP/1.1\r\n") + lines + "\r\n\r\n"; };
    QTest::newRow("no request line") << QByteArray("hello\r\n\r\n") << 400;
    QTest::newRow("TLS") << QByteArray("\x16\x03\x01\x02\r\n\r\n") << 400;
    QTest::newRow("HTTP/2") << QByteArray("PRI * HTTP/2.0\r\n\r\n") << 400;
    QTest::newRow("an address as path") << QByteArray("GET http://x/ HTTP/1.1\r\n\r\n") << 400;
    QTest::newRow("two blanks") << QByteArray("GET / x HTTP/1.1\r\n\r\n") << 400;
    QTest::newRow("folded") << head("A: b\r\n c") << 400;
    QTest::newRow("blank before the colon") << head("Host : localhost") << 400;
    QTest::newRow("two hosts") << head("Host: localhost\r\nhost: evil") << 400;
    QTest::newRow("two lengths") << head("Content-Length: 1\r\nContent-Length: 2") << 400;
    QTest::newRow("two tokens") << head("Authorization: Bearer a\r\nAuthorization: Bearer b") << 400;
    QTest::newRow("negative length") << head("Content-Length: -1") << 400;
    QTest::newRow("length with a tail") << head("Content-Length: 1, 1") << 400;
    QTest::newRow("length with a sign") << head("Content-Length: +1") << 400;
    QTest::newRow("chunks") << head("Transfer-Encoding: chunked") << 411;
    QTest::newRow("a control character") << head("A: b\x01") << 400;
    QTest::newRow("a bare line feed") << head("A: b\nHost: evil") << 400;
    QTest::newRow("a long body") << head("Content-Length: 65537") << 413;
    QTest::newRow("a length beyond numbers") << head("Content-Length: 99999999999999999999999") << 413;
    QTest::newRow("a long head") << QByteArray("GET / HTTP/1.1\r\nA: ") + QByteArray(17'000, 'x') << 431;
}

void HttpRequestTest::whatIsAmbiguousIsRefused() {
    QFETCH(QByteArray, text);
    QFETCH(int, status);
    RequestReader reader;
    QCOMPARE(reader.feed(text.toStdString()), RequestReader::State::Refused);
    QCOMPARE(reader.refusal().status, status);
    QVERIFY(reader.refusal().body.find("\"message\":") != std::string::npos);
}

void HttpRequestTest::anUnfinishedRequestIsWaitedFor() {
    RequestReader reader;
    QCOMPARE(reader.feed("GET / HTTP/1.1\r\nHost: x\r\n"), RequestReader::State::Reading);
    RequestReader other;
    QCOMPARE(other.feed("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nab"), RequestReader::State::Reading);
    QCOMPARE(other.feed("cd"), RequestReader::State::Done);
    QCOMPARE(other.request().body, std::string("abc"));
}

void HttpRequestTest::onlyNamesOfThisMachineAreHosts() {
    for (const char *own : {"localhost", "LOCALHOST:3000", "127.0.0.1", "127.0.0.1:80", "[::1]", "[::1]:9"})
        QVERIFY2(http::isLoopbackHost(own), own);
    for (const char *other : {"", "evil.example", "localhost.evil.example", "127.0.0.1.evil.example",
                              "localhost:", "localhost:8a", "127.0.0.2", "[::1", "::1", "localhost@evil", "0.0.0.0"})
        QVERIFY2(!http::isLoopbackHost(other), other);
}

QTEST_GUILESS_MAIN(HttpRequestTest)
#include "http_request_test.moc"
