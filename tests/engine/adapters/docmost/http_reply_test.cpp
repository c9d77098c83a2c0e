#include "engine/adapters/docmost/http_reply.h"

#include <QtTest>

using namespace wikivault::docmost;
using State = ReplyReader::State;

/// An answer as it comes over the wire, in whole and byte by byte, from good servers and bad ones.
class HttpReplyTest : public QObject {
    Q_OBJECT

private slots:
    void readsAnAnswer_data() {
        QTest::addColumn<QByteArray>("wire");
        QTest::addColumn<QByteArray>("body");
        QTest::newRow("sized") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello")
                               << QByteArray("hello");
        QTest::newRow("empty") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n") << QByteArray();
        QTest::newRow("no content") << QByteArray("HTTP/1.1 204 No Content\r\n\r\n") << QByteArray();
        QTest::newRow("in chunks") << QByteArray(
                                          "HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n3\r\nhel\r\n2;x=y\r\nlo"
                                          "\r\n0\r\nTrailer: x\r\n\r\n")
                                   << QByteArray("hello");
        QTest::newRow("after an interim answer")
            << QByteArray("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 201 Created\r\ncontent-length:2\r\n\r\nok")
            << QByteArray("ok");
    }
    void readsAnAnswer() {
        QFETCH(const QByteArray, wire);
        QFETCH(const QByteArray, body);
        for (const qsizetype step : {wire.size(), qsizetype(1)}) {
            ReplyReader reader(1000);
            for (qsizetype at = 0; at < wire.size(); at += step) {
                QCOMPARE(reader.state(), State::Reading);
                const QByteArray some = wire.mid(at, step);
                reader.feed({some.data(), std::size_t(some.size())});
            }
            QCOMPARE(reader.state(), State::Done);
            QCOMPARE(QByteArray::fromStdString(reader.reply().body), body);
        }
    }

    void withoutALengthTheEndIsTheEnd() {
        ReplyReader reader(1000);
        reader.feed("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html>");
        QCOMPARE(reader.state(), State::Reading);
        QCOMPARE(reader.close(), State::Done);
        QCOMPARE(reader.reply().header("content-type"), std::string("text/html"));
    }

    void refusesWhatIsNoAnswer_data() {
        QTest::addColumn<QByteArray>("wire");
        QTest::addColumn<int>("state");
        const auto row = [](const char *name, const char *wire, State state) {
            QTest::newRow(name) << QByteArray(wire) << int(state);
        };
        row("half", "HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhello", State::Malformed);
        row("half a chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhel", State::Malformed);
        row("half a head", "HTTP/1.1 200 OK\r\nContent-Le", State::Malformed);
        row("no http", "SSH-2.0-OpenSSH\r\n\r\n", State::Malformed);
        row("bad length", "HTTP/1.1 200 OK\r\nContent-Length: 5x\r\n\r\nhello", State::Malformed);
        row("two lengths", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello", State::Malformed);
        row("bad chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", State::Malformed);
        row("too large", "HTTP/1.1 200 OK\r\nContent-Length: 2000000000\r\n\r\n", State::TooLarge);
        row("a chunk too large", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffff\r\n",
            State::TooLarge);
    }
    void refusesWhatIsNoAnswer() {
        QFETCH(const QByteArray, wire);
        QFETCH(const int, state);
        ReplyReader reader(1000);
        reader.feed({wire.data(), std::size_t(wire.size())});
        QCOMPARE(int(reader.close()), state);
    }

    void boundsAHeadAndABodyWithoutEnd() {
        ReplyReader head(1000);
        head.feed("HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'x'));
        QCOMPARE(head.state(), State::TooLarge);
        ReplyReader body(1000);
        body.feed("HTTP/1.1 200 OK\r\n\r\n" + std::string(2000, 'x'));
        QCOMPARE(body.state(), State::TooLarge);
    }
};

QTEST_APPLESS_MAIN(HttpReplyTest)
#include "http_reply_test.moc"
