#include "engine/adapters/redis/redis_lock.h"
#include "engine/adapters/system/system.h"
#include "tests/support/redis_server.h"

#include <QTest>

#include <thread>

using namespace wikivault;
using namespace std::chrono_literals;

/// A Redis that answers, but not as it should: whatever it says, nobody leads.
class RedisTroubleTest : public QObject {
    Q_OBJECT

private slots:
    void init();
    void F058_aRedisInTroubleIsNeverFree_data();
    void F058_aRedisInTroubleIsNeverFree();
    void F058_aRedisThatIsBusyIsNeverFree();
    void F058_aRedisThatStillReadsItsMemoryIsNeverFree();
    void F057_anOlderMemoryEndsTheLease();

private:
    [[nodiscard]] std::unique_ptr<LeaderLock> lock(std::chrono::milliseconds ttl = 30s) const;
    /// It says so, and nobody leads.
    static void expectRefusal(LeaderLock &lock, const std::string &said);

    std::unique_ptr<test::RedisServer> m_server;
    std::unique_ptr<Clock> m_clock = system::makeClock();
};

namespace {

const SpaceId kSpace("11111111-1111-4111-8111-111111111111");

}  // namespace

void RedisTroubleTest::init() {
    auto server = test::RedisServer::start();
    if (!server && server.error().code == ErrorCode::NotFound) QSKIP(server.error().detail.c_str());
    QVERIFY2(server.has_value(), server ? "" : server.error().detail.c_str());
    m_server = std::move(*server);
}

std::unique_ptr<LeaderLock> RedisTroubleTest::lock(std::chrono::milliseconds ttl) const {
    redis::RedisLockRequest request;
    request.url = m_server->url();
    request.self = system::describeProcess("ctl");
    request.timeout = 20s;
    request.ttl = ttl;
    return redis::makeRedisLock(request, *m_clock);
}

void RedisTroubleTest::expectRefusal(LeaderLock &lock, const std::string &said) {
    const auto refused = lock.tryAcquire(kSpace, {});
    QVERIFY(!refused);
    QVERIFY2(refused.error().detail.find(said) != std::string::npos, refused.error().detail.c_str());
    QVERIFY(refused.error().code == ErrorCode::Unavailable || refused.error().code == ErrorCode::Denied);
}

void RedisTroubleTest::F058_aRedisInTroubleIsNeverFree_data() {
    QTest::addColumn<QStringList>("trouble");
    QTest::addColumn<QString>("said");
    const auto row = [](const char *name, const char *command, const char *said) {
        QTest::newRow(name) << QString::fromLatin1(command).split(QLatin1Char(' ')) << QString::fromLatin1(said);
    };
    row("no memory left", "CONFIG SET maxmemory 1", "OOM");
    row("a read-only replica", "REPLICAOF 127.0.0.1 1", "READONLY");
    row("a password", "CONFIG SET requirepass other", "NOAUTH");
    row("a right that was taken away", "ACL SETUSER default -set", "NOPERM");
}

void RedisTroubleTest::F058_aRedisInTroubleIsNeverFree() {
    QFETCH(QStringList, trouble);
    QFETCH(QString, said);
    const auto lock = this->lock();
    {
        const auto well = lock->tryAcquire(kSpace, {});
        QVERIFY(well && *well);
    }
    std::vector<std::string> command;
    for (const QString &word : trouble)
        command.push_back(word.toStdString());
    QCOMPARE(m_server->run(command), std::string("OK"));
    expectRefusal(*lock, said.toStdString());
}

void RedisTroubleTest::F058_aRedisThatIsBusyIsNeverFree() {
    QCOMPARE(m_server->run({"CONFIG", "SET", "busy-reply-threshold", "50"}), std::string("OK"));
    const auto lock = this->lock();
    const std::jthread script([this] { m_server->run({"EVAL", "while true do end", "0"}); });
    QTRY_VERIFY(m_server->run({"PING"}).starts_with("BUSY"));
    expectRefusal(*lock, "BUSY");
    QCOMPARE(m_server->run({"SCRIPT", "KILL"}), std::string("OK"));
    QTRY_COMPARE(m_server->run({"PING"}), std::string("PONG"));
    const auto well = lock->tryAcquire(kSpace, {});
    QVERIFY(well && *well);
}

void RedisTroubleTest::F058_aRedisThatStillReadsItsMemoryIsNeverFree() {
    for (int key = 0; key < 100; ++key)
        m_server->run({"SET", "filler-" + std::to_string(key), std::string(2000, 'x')});
    QCOMPARE(m_server->run({"SAVE"}), std::string("OK"));
    m_server->stop();
    // Slowly, and looking up between two keys.
    QVERIFY(m_server->launch({QStringLiteral("--key-load-delay"), QStringLiteral("100000"),
                              QStringLiteral("--loading-process-events-interval-bytes"), QStringLiteral("1024")}));
    const auto lock = this->lock();
    QVERIFY(m_server->run({"PING"}).starts_with("LOADING"));
    expectRefusal(*lock, "LOADING");
    QTRY_COMPARE_WITH_TIMEOUT(m_server->run({"PING"}), std::string("PONG"), 60000);
    const auto well = lock->tryAcquire(kSpace, {});
    QVERIFY(well && *well);
}

/// Who held it then may hold it still, as far as anybody can tell.
void RedisTroubleTest::F057_anOlderMemoryEndsTheLease() {
    const std::string key = "git-sync:lock:" + kSpace.str();
    m_server->run({"SET", key, "node-7", "PX", "600000"});
    QCOMPARE(m_server->run({"SAVE"}), std::string("OK"));
    m_server->run({"DEL", key});
    const auto lock = this->lock(3s);
    auto lease = lock->tryAcquire(kSpace, RunId("8"));
    QVERIFY(lease && *lease);
    m_server->stop();
    QVERIFY(m_server->launch());
    const auto isLost = [&] {
        (*lease)->progress("writing");
        return (*lease)->lost().stop_requested();
    };
    QTRY_VERIFY_WITH_TIMEOUT(isLost(), 30000);
    lease->reset();
    QCOMPARE(m_server->run({"GET", key}), std::string("node-7"));
    const auto other = lock->tryAcquire(kSpace, {});
    QVERIFY(other && !*other);
}

QTEST_GUILESS_MAIN(RedisTroubleTest)
#include "redis_trouble_test.moc"
