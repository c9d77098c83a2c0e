#include "engine/adapters/redis/redis_client.h"

#include <QTest>

using namespace wikivault;

class RedisUrlTest : public QObject {
    Q_OBJECT

private slots:
    void everyPartIsRead();
    void badUrlsAreExplained_data();
    void badUrlsAreExplained();
};

void RedisUrlTest::everyPartIsRead() {
    const auto plain = redis::parseRedisUrl("redis://cache");
    QVERIFY(plain && !plain->isTls);
    QCOMPARE(plain->name(), std::string("cache:6379"));
    const auto full = redis::parseRedisUrl("rediss://kim:p%40ss@cache:6380/3?ca=/etc/a%20b.pem&cert=/c.pem&key=/k.pem");
    QVERIFY(full && full->isTls);
    QCOMPARE(full->name() + " " + full->user + " " + full->password, std::string("cache:6380 kim p@ss"));
    QCOMPARE(full->database, 3);
    QCOMPARE(full->issuers + " " + full->certificate + " " + full->key, std::string("/etc/a b.pem /c.pem /k.pem"));
}

void RedisUrlTest::badUrlsAreExplained_data() {
    QTest::addColumn<std::string>("url");
    QTest::addColumn<std::string>("part");
    const auto row = [](const char *name, const char *url, const char *part) {
        QTest::newRow(name) << std::string(url) << std::string(part);
    };
    row("no scheme", "cache:6379", "redis://[user:password@]host:port/db");
    row("no host", "redis:///0", "redis://[user:password@]host:port/db");
    row("no number", "redis://kim:secret@cache/zero", "database number");
    row("files without TLS", "redis://kim:secret@cache?ca=/x", "rediss://");
    row("no absolute path", "rediss://kim:secret@cache?ca=x", "absolute");
    row("a certificate without its key", "rediss://kim:secret@cache?cert=/x", "together");
    row("a word nobody knows", "rediss://kim:secret@cache?cafile=/x", "ca=FILE");
}

void RedisUrlTest::badUrlsAreExplained() {
    QFETCH(std::string, url);
    QFETCH(std::string, part);
    const auto refused = redis::parseRedisUrl(url);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Invalid);
    QVERIFY2(refused.error().detail.find(part) != std::string::npos, refused.error().detail.c_str());
    QVERIFY(refused.error().detail.find("secret") == std::string::npos);
}

QTEST_APPLESS_MAIN(RedisUrlTest)
#include "redis_url_test.moc"
