#include "engine/adapters/redis/redis_lock.h"
#include "engine/adapters/system/system.h"
#include "tests/support/redis_server.h"

#include <QTest>

using namespace wikivault;
using namespace std::chrono_literals;

/// A Redis that answers, but not as it should: whatever it says, nobody leads.
class RedisTroubleTest : public QObject {
    Q_OBJECT

private slots:
    void F058_aRedisInTroubleIsNeverFree_data();
    void F058_aRedisInTroubleIsNeverFree();
};

void RedisTroubleTest::F058_aRedisInTroubleIsNeverFree_data() {
    QTest::addColumn<QStringList>("trouble");
    QTest::addColumn<QString>("said");
    const auto row = [](const char *name, const char *command, const char *said) {
        QTest::newRow(name) << QString::fromLatin1(command).split(QLatin1Char(' ')) << QString::fromLatin1(said);
    };
    row("no memory left", "CONFIG SET maxmemory 1", "OOM");
    row("a read-only replica", "REPLICAOF 127.0.0.1 1", "READONLY");
    row("a password", "CONFIG SET requirepass other", "NOAUTH");
}

void RedisTroubleTest::F058_aRedisInTroubleIsNeverFree() {
    QFETCH(QStringList, trouble);
    QFETCH(QString, said);
    auto server = test::RedisServer::start();
    if (!server && server.error().code == ErrorCode::NotFound) QSKIP(server.error().detail.c_str());
    QVERIFY2(server.has_value(), server ? "" : server.error().detail.c_str());
    const SpaceId space("11111111-1111-4111-8111-111111111111");
    const auto clock = system::makeClock();
    redis::RedisLockRequest request;
    request.url = (*server)->url();
    request.self = system::describeProcess("ctl");
    request.timeout = 20s;
    const auto lock = redis::makeRedisLock(request, *clock);
    {
        const auto well = lock->tryAcquire(space, {});
        QVERIFY(well && *well);
    }
    std::vector<std::string> command;
    for (const QString &word : trouble)
        command.push_back(word.toStdString());
    QCOMPARE((*server)->run(command), std::string("OK"));
    const auto refused = lock->tryAcquire(space, {});
    QVERIFY(!refused);
    QVERIFY2(refused.error().detail.find(said.toStdString()) != std::string::npos, refused.error().detail.c_str());
    QVERIFY(refused.error().code == ErrorCode::Unavailable || refused.error().code == ErrorCode::Denied);
}

QTEST_GUILESS_MAIN(RedisTroubleTest)
#include "redis_trouble_test.moc"
