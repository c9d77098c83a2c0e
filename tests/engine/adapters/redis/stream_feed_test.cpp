#include "engine/adapters/redis/stream_feed.h"

#include "tests/support/redis_server.h"
#include "tests/support/verify.h"

#include <QTest>

#include <atomic>

using namespace wikivault;
using namespace wikivault::test;

/// The notes of Docmost's job queues in a real Redis, read without a trace. The waits only bound a failure.
class StreamFeedTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup() { m_feed.reset(); }
    void aWriteOfAPageIsAHint_data();
    void aWriteOfAPageIsAHint();
    void otherNotesAreNone();
    void nothingIsChangedInRedis();
    void aLostConnectionIsOpenedAgain();
    void aRefusalIsNamed();

private:
    static constexpr int kPatienceMs = 60'000;
    void listen() {
        m_hints = 0;
        m_feed->start([this](const ChangeNews &news) {
            if (news.anything && news.source == kFromRedis) ++m_hints;
        });
        QTRY_COMPARE_WITH_TIMEOUT(m_hints.load(), 1, kPatienceMs);  // whatever happened before
        QVERIFY(m_feed->status().listening);
        QVERIFY(!m_feed->tellsAll());
    }
    void note(const char *queue, const char *event, const char *name) {
        m_server->run(
            {"XADD", std::string("bull:{") + queue + "}:events", "*", "event", event, "jobId", "7", "name", name});
    }

    std::unique_ptr<RedisServer> m_server;
    std::atomic_int m_hints = 0;
    std::unique_ptr<ChangeFeed> m_feed;
};

void StreamFeedTest::initTestCase() {
    auto server = RedisServer::start();
    if (!server) QSKIP(server.error().detail.c_str());
    m_server = std::move(*server);
}

void StreamFeedTest::init() {
    QCOMPARE(m_server->run({"FLUSHALL"}), std::string("OK"));
    m_feed = redis::makeStreamFeed(m_server->url());
}

void StreamFeedTest::aWriteOfAPageIsAHint_data() {
    QTest::addColumn<QByteArray>("queue");
    QTest::addColumn<QByteArray>("name");
    QTest::newRow("text") << QByteArray("search-queue") << QByteArray("page-updated");
    QTest::newRow("trash") << QByteArray("ai-queue") << QByteArray("page-soft-deleted");
    QTest::newRow("back") << QByteArray("ai-queue") << QByteArray("page-restored");
    QTest::newRow("other space") << QByteArray("ai-queue") << QByteArray("page-moved-to-space");
}

void StreamFeedTest::aWriteOfAPageIsAHint() {
    QFETCH(QByteArray, queue);
    QFETCH(QByteArray, name);
    note(queue.constData(), "added", "page-updated");  // before anybody listens
    listen();
    for (int hints = 2; hints < 4; ++hints) {
        note(queue.constData(), "added", name.constData());
        QTRY_COMPARE_WITH_TIMEOUT(m_hints.load(), hints, kPatienceMs);
    }
}

void StreamFeedTest::otherNotesAreNone() {
    const auto hasRead = [this](int times) {
        return has(m_server->run({"INFO", "commandstats"}), "cmdstat_xread:calls=" + std::to_string(times) + ",");
    };
    QCOMPARE(m_server->run({"CONFIG", "RESETSTAT"}), std::string("OK"));
    listen();
    QTRY_VERIFY_WITH_TIMEOUT(hasRead(1), kPatienceMs);
    note("search-queue", "completed", "page-updated");
    QTRY_VERIFY_WITH_TIMEOUT(hasRead(2), kPatienceMs);  // whoever reads on has done with what came before
    note("ai-queue", "added", "workspace-created");
    QTRY_VERIFY_WITH_TIMEOUT(hasRead(3), kPatienceMs);
    QCOMPARE(m_hints.load(), 1);
    note("ai-queue", "added", "page-created");
    QTRY_COMPARE_WITH_TIMEOUT(m_hints.load(), 2, kPatienceMs);
}

void StreamFeedTest::nothingIsChangedInRedis() {
    listen();
    note("search-queue", "added", "page-updated");
    QTRY_COMPARE_WITH_TIMEOUT(m_hints.load(), 2, kPatienceMs);
    QCOMPARE(m_server->run({"DBSIZE"}), std::string("1"));
    QCOMPARE(m_server->run({"XLEN", "bull:{search-queue}:events"}), std::string("1"));
    const std::string stats = m_server->run({"INFO", "commandstats"});
    for (const char *command : {"xadd", "xread", "xrevrange"})
        QVERIFY2(has(stats, std::string("cmdstat_") + command + ":"), stats.c_str());
    for (const char *command : {"xack", "xdel", "xtrim", "xgroup", "xreadgroup", "del", "set"})
        QVERIFY2(!has(stats, std::string("cmdstat_") + command + ":"), stats.c_str());
}

void StreamFeedTest::aLostConnectionIsOpenedAgain() {
    listen();
    m_server->stop();
    QTRY_VERIFY_WITH_TIMEOUT(!m_feed->status().listening, kPatienceMs);
    VERIFY_DONE(m_server->launch());
    QTRY_COMPARE_WITH_TIMEOUT(m_hints.load(), 2, kPatienceMs);
    note("search-queue", "added", "page-updated");
    QTRY_COMPARE_WITH_TIMEOUT(m_hints.load(), 3, kPatienceMs);
}

void StreamFeedTest::aRefusalIsNamed() {
    QCOMPARE(m_server->run({"ACL", "SETUSER", "sync", "on", ">secret", "~git-sync:*", "+@all"}), std::string("OK"));
    m_feed = redis::makeStreamFeed("redis://sync:secret@127.0.0.1:" + std::to_string(m_server->port()));
    m_feed->start([](const ChangeNews &) {});
    QTRY_VERIFY_WITH_TIMEOUT(has(m_feed->status().detail, "NOPERM"), kPatienceMs);
    QVERIFY(!has(m_feed->status().detail, "secret"));
}

QTEST_GUILESS_MAIN(StreamFeedTest)
#include "stream_feed_test.moc"
