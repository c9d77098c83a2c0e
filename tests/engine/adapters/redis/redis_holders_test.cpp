#include "app/common/logging.h"
#include "tests/support/lock_story.h"

#include <QTest>

#include <unistd.h>

using namespace wikivault;
using namespace wikivault::test;
using namespace std::chrono_literals;

/// What a lock in Redis tells of its holder, and what others may do about it.
class RedisHoldersTest : public QObject, LockStory {
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { forgetAll(); }
    void releaseComparesTheHolder();
    void aForeignHolderIsShownByItsValue();
    void holdersSayWhoTheyAre();
    void usersAndDatabasesOfTheUrlCount();
    void aHolderHearsThatItIsAskedToStop();
    void onlyTheHolderThatIsMeantIsAsked();
    void aHeartbeatTellsItsAge();
};

void RedisHoldersTest::initTestCase() {
    startLogging({"warn", "", {}});
    begin();
}

void RedisHoldersTest::releaseComparesTheHolder() {
    const auto lock = lockWith(20s);
    QCOMPARE(lock->release(kSpace, "x").error().code, ErrorCode::NotFound);
    m_redis->run({"SET", kKey, "node-7", "PX", "20000"});
    const auto wrong = lock->release(kSpace, "node-8");
    QCOMPARE(wrong.error().code, ErrorCode::Conflict);
    QVERIFY(holds(wrong.error().detail, "node-7"));
    QVERIFY(lock->release(kSpace, "node-7"));
    QCOMPARE(m_redis->run({"EXISTS", kKey}), std::string("0"));
}

void RedisHoldersTest::aForeignHolderIsShownByItsValue() {
    const std::string uuid = "5f0c7d4e-9a51-4b21-8c3b-2f4f1a0f7b11";
    m_redis->run({"SET", kKey, uuid, "PX", "20000"});
    m_redis->run({"SET", kHolderKey, R"({"token":"an older one","user":"kim"})"});
    const auto holders = lockWith(20s)->holders({kSpace, kOtherSpace});
    QVERIFY(holders);
    QCOMPARE(holders->size(), 1U);
    QCOMPARE(holders->front().holder, uuid);
    QVERIFY(holders->front().user.empty());
    QVERIFY(holders->front().ttlMs.value_or(0) > 0);
    QVERIFY(!lockWith(20s)->tryAcquire(kSpace, {}).value());
}

void RedisHoldersTest::holdersSayWhoTheyAre() {
    const auto lock = lockWith(20s);
    const auto lease = lock->tryAcquire(kSpace, RunId("8"));
    QVERIFY(lease && *lease);
    auto holders = lock->holders({kSpace});
    QVERIFY(holders && holders->size() == 1);
    const LockInfo info = holders->front();
    QCOMPARE(info.pid.value_or(0), static_cast<std::int64_t>(getpid()));
    QCOMPARE(info.role, std::string("ctl"));
    QCOMPARE(info.run, std::optional(RunId("8")));
    QVERIFY(info.ours && info.since && !info.host.empty());
    QCOMPARE(info.holder, m_redis->run({"GET", kKey}));
}

void RedisHoldersTest::usersAndDatabasesOfTheUrlCount() {
    m_redis->run({"ACL", "SETUSER", "sync", "on", ">p@ss", "~git-sync:*", "+@all", "-@dangerous"});
    const std::string host = "@127.0.0.1:" + std::to_string(m_redis->port());
    {
        const auto lock = redis::makeRedisLock(requestFor("redis://sync:p%40ss" + host + "/3", 20s), *m_clock);
        const auto lease = lock->tryAcquire(kSpace, RunId("8"));
        QVERIFY2(lease && *lease, lease ? "" : lease.error().detail.c_str());
        QCOMPARE(m_redis->run({"EXISTS", kKey}), std::string("0"));  // database 0
        QCOMPARE(lock->holders({kSpace}).value().size(), 1U);
        QVERIFY(lock->release(kSpace, lock->holders({kSpace}).value().front().holder));
    }
    const auto wrong = redis::makeRedisLock(requestFor("redis://sync:nope-secret" + host, 20s), *m_clock);
    const auto refused = wrong->tryAcquire(kSpace, {});
    QCOMPARE(refused.error().code, ErrorCode::Denied);
    QVERIFY(!holds(refused.error().detail, "nope-secret"));
    m_redis->run({"ACL", "SETUSER", "narrow", "on", ">x", "~other:*", "+@all"});
    const auto narrow = redis::makeRedisLock(requestFor("redis://narrow:x" + host, 20s), *m_clock);
    QCOMPARE(narrow->tryAcquire(kSpace, {}).error().code, ErrorCode::Denied);
    const auto probed = redis::probeRedis(m_redis->url(), 2000ms);
    QVERIFY(probed && probed->starts_with("Redis "));
}

void RedisHoldersTest::aHolderHearsThatItIsAskedToStop() {
    const auto lock = lockWith(1500ms);
    const auto lease = lock->tryAcquire(kSpace, RunId("8"));
    QVERIFY(lease && *lease);
    const auto holder = lock->holders({kSpace}).value().front();
    QVERIFY(holder.canBeAsked && !holder.isAsked);
    QVERIFY(lockWith(20s)->askToStop(kSpace, holder.holder));
    QVERIFY(lock->holders({kSpace}).value().front().isAsked);
    QTRY_VERIFY_WITH_TIMEOUT(((*lease)->progress("writing"), (*lease)->stopAsked().stop_requested()), kPatienceMs);
    QVERIFY(!(*lease)->lost().stop_requested());
    const auto after = lock->holders({kSpace}).value().front();
    QVERIFY(after.isAsked && after.holder == holder.holder);
}

void RedisHoldersTest::onlyTheHolderThatIsMeantIsAsked() {
    const auto lock = lockWith(20s);
    QCOMPARE(lock->askToStop(kSpace, "x").error().code, ErrorCode::NotFound);
    m_redis->run({"SET", kKey, "node-7", "PX", "20000"});
    QCOMPARE(lock->askToStop(kSpace, "node-8").error().code, ErrorCode::Conflict);
    const auto deaf = lock->askToStop(kSpace, "node-7");
    QCOMPARE(deaf.error().code, ErrorCode::Invalid);
    QVERIFY2(holds(deaf.error().detail, "cannot be asked"), deaf.error().detail.c_str());
    QCOMPARE(m_redis->run({"EXISTS", kHolderKey}), std::string("0"));
}

void RedisHoldersTest::aHeartbeatTellsItsAge() {
    const auto lock = lockWith(600s);
    const auto lease = lock->tryAcquire(kSpace, RunId("8"));
    QVERIFY(lease && *lease);
    QVERIFY(*lock->holders({kSpace}).value().front().beatMs < 60000);
    m_redis->run({"PEXPIRE", kKey, "400000"});
    const auto late = lock->holders({kSpace}).value().front();
    QVERIFY(late.beatMs && *late.beatMs >= 200000 && *late.beatMs < 260000);
    m_redis->run({"DEL", kHolderKey});
    QVERIFY(!lock->holders({kSpace}).value().front().beatMs);
}

QTEST_GUILESS_MAIN(RedisHoldersTest)
#include "redis_holders_test.moc"
