#include "app/common/logging.h"
#include "tests/support/cutting_proxy.h"
#include "tests/support/lock_story.h"
#include "tests/support/other_process.h"

#include <QTest>

#include <poll.h>
#include <unistd.h>
#include <csignal>
#include <iostream>
#include <thread>

using namespace wikivault;
using namespace wikivault::test;
using namespace std::chrono_literals;

namespace {

/// The second process: leads the space until its standard input closes, says `held`, `busy` or `lost`.
int leadUntilTold(const std::string &url, std::chrono::milliseconds ttl) {
    const auto clock = system::makeClock();
    const auto lock = redis::makeRedisLock(requestFor(url, ttl), *clock);
    const auto lease = lock->tryAcquire(kSpace, RunId("7"));
    if (!lease || !*lease) {
        std::cout << (lease ? "busy" : "failed") << std::endl;
        return 1;
    }
    std::cout << "held" << std::endl;
    bool told = false;
    for (pollfd input{STDIN_FILENO, POLLIN, 0}; poll(&input, 1, 20) <= 0;) {
        (*lease)->progress("writing");
        if (!told && (*lease)->lost().stop_requested()) std::cout << "lost" << std::endl, told = true;
    }
    return 0;
}

/// A clock on which an hour goes by between two looks.
class HastyClock final : public Clock {
public:
    [[nodiscard]] TimePoint now() const override { return {}; }
    [[nodiscard]] std::chrono::milliseconds sinceBoot() const override { return m_time += 3600s; }

private:
    mutable std::chrono::milliseconds m_time{0};
};

}  // namespace

class RedisLockTest : public QObject, LockStory {
    Q_OBJECT

private slots:
    void initTestCase() { begin(); }
    void init() { forgetAll(); }
    void onlyOneProcessLeadsASpace();
    void aStoppedHolderLosesItsLock();
    void aKilledHolderOfThisHostIsReleasedAtOnce();
    void aLivingWorkerKeepsItsLease();
    void aSilentWorkerLosesItsLease();
    void whoeverTakesTheKeyEndsTheLease_data();
    void whoeverTakesTheKeyEndsTheLease();
    void aRestartOfRedisEndsTheLease();
    void F052_aRenewalWithoutAnAnswerIsTriedAgain();
    void aRedisThatIsAwayMeansLocked();
    void aGrantThatComesTooLateIsNotUsed();
    void aLostAnswerIsResolvedByTheValue();

private:
    QStringList otherArguments(std::chrono::milliseconds ttl) const {
        return {QStringLiteral("--lead"), QString::fromStdString(m_redis->url()), QString::number(ttl.count())};
    }
};

void RedisLockTest::onlyOneProcessLeadsASpace() {
    test::OtherProcess other(otherArguments(20s));
    QCOMPARE(other.nextLine(), std::string("held"));
    const auto lock = lockWith(20s);
    auto lease = lock->tryAcquire(kSpace, RunId("8"));
    QVERIFY(lease && !*lease);
    const auto elsewhere = lock->tryAcquire(kOtherSpace, RunId("9"));
    QVERIFY(elsewhere && *elsewhere);
    other.finish();
    lease = lock->tryAcquire(kSpace, RunId("8"));
    QVERIFY(lease && *lease);
    const auto second = lock->tryAcquire(kSpace, RunId("8"));
    QVERIFY(second && !*second);
    lease->reset();
    QCOMPARE(m_redis->run({"EXISTS", kKey, kHolderKey}), std::string("0"));
}

void RedisLockTest::aStoppedHolderLosesItsLock() {
    test::OtherProcess other(otherArguments(1500ms));
    QCOMPARE(other.nextLine(), std::string("held"));
    other.send(SIGSTOP);
    const auto lock = lockWith(20s);
    std::unique_ptr<Lease> lease;
    QTRY_VERIFY_WITH_TIMEOUT((lease = lock->tryAcquire(kSpace, RunId("8")).value_or(nullptr)) != nullptr, kPatienceMs);
    const std::string mine = m_redis->run({"GET", kKey});
    other.send(SIGCONT);
    QCOMPARE(QString::fromStdString(other.nextLine()), QStringLiteral("lost"));
    other.finish();
    QCOMPARE(m_redis->run({"GET", kKey}), mine);
    QVERIFY(!lease->lost().stop_requested());
}

void RedisLockTest::aKilledHolderOfThisHostIsReleasedAtOnce() {
    test::OtherProcess other(otherArguments(600s));
    QCOMPARE(other.nextLine(), std::string("held"));
    other.kill();
    auto unknowing = requestFor(m_redis->url(), 20s);
    unknowing.self.host = "elsewhere";
    auto lease = redis::makeRedisLock(unknowing, *m_clock)->tryAcquire(kSpace, {});
    QVERIFY(lease && !*lease);
    lease = lockWith(20s)->tryAcquire(kSpace, RunId("8"));
    QVERIFY(lease && *lease);
}

void RedisLockTest::aLivingWorkerKeepsItsLease() {
    const auto lock = lockWith(3s);
    auto lease = lock->tryAcquire(kSpace, RunId("8"));
    QVERIFY(lease && *lease);
    int renewals = 0;
    long long before = std::stoll(m_redis->run({"PTTL", kKey}));
    const auto sawThreeRenewals = [&] {
        (*lease)->progress("reading the wiki");
        const long long now = std::stoll(m_redis->run({"PTTL", kKey}));
        if (now > before) ++renewals;
        before = now;
        return renewals == 3;
    };
    QTRY_VERIFY_WITH_TIMEOUT(sawThreeRenewals(), kPatienceMs);
    QVERIFY(!(*lease)->lost().stop_requested());
    QVERIFY(holds(m_redis->run({"GET", kHolderKey}), "reading the wiki"));
}

void RedisLockTest::aSilentWorkerLosesItsLease() {
    auto request = requestFor(m_redis->url(), 1500ms);
    request.progressLimit = 1ms;
    const auto lock = redis::makeRedisLock(request, *m_clock);
    const auto lease = lock->tryAcquire(kSpace, RunId("8"));
    QVERIFY(lease && *lease);
    QTRY_VERIFY_WITH_TIMEOUT((*lease)->lost().stop_requested(), kPatienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(m_redis->run({"EXISTS", kKey}), std::string("0"), kPatienceMs);
}

void RedisLockTest::whoeverTakesTheKeyEndsTheLease_data() {
    QTest::addColumn<std::vector<std::string>>("first");
    QTest::addColumn<std::vector<std::string>>("second");
    using Words = std::vector<std::string>;
    QTest::newRow("deleted") << Words{"DEL", kKey} << Words{"PING"};
    QTest::newRow("everything deleted") << Words{"FLUSHALL"} << Words{"PING"};
    QTest::newRow("taken by another") << Words{"SET", kKey, "somebody else"} << Words{"PING"};
    QTest::newRow("of another type") << Words{"DEL", kKey} << Words{"LPUSH", kKey, "x"};
}

void RedisLockTest::whoeverTakesTheKeyEndsTheLease() {
    QFETCH(std::vector<std::string>, first);
    QFETCH(std::vector<std::string>, second);
    const auto lock = lockWith(3s);
    auto lease = lock->tryAcquire(kSpace, RunId("8"));
    QVERIFY(lease && *lease);
    m_redis->run(first);
    m_redis->run(second);
    const std::string type = m_redis->run({"TYPE", kKey});
    const auto isLost = [&] {
        (*lease)->progress("writing");
        return (*lease)->lost().stop_requested();
    };
    QTRY_VERIFY_WITH_TIMEOUT(isLost(), kPatienceMs);
    lease->reset();
    QCOMPARE(m_redis->run({"TYPE", kKey}), type);
    if (type != "none") QVERIFY(!lock->tryAcquire(kSpace, {}).value());
}

void RedisLockTest::aRestartOfRedisEndsTheLease() {
    const auto lock = lockWith(20s);
    const auto lease = lock->tryAcquire(kSpace, RunId("8"));
    QVERIFY(lease && *lease);
    m_redis->stop();
    QVERIFY(m_redis->launch());
    QTRY_VERIFY_WITH_TIMEOUT((*lease)->lost().stop_requested(), kPatienceMs);
}

/// It was carried out, and nobody can know: it is repeated while the lease still lasts.
void RedisLockTest::F052_aRenewalWithoutAnAnswerIsTriedAgain() {
    const test::CuttingProxy proxy(m_redis->port(), "pexpire");
    const std::string url = "redis://127.0.0.1:" + std::to_string(proxy.port());
    const auto lock = redis::makeRedisLock(requestFor(url, 6s), *m_clock);
    const auto lease = lock->tryAcquire(kSpace, RunId("8"));
    QVERIFY(lease && *lease);
    const std::string holder = m_redis->run({"GET", kKey});
    const auto isCut = [&] {
        (*lease)->progress("writing");
        return proxy.hasCut();
    };
    QTRY_VERIFY_WITH_TIMEOUT(isCut(), kPatienceMs);
    for (int ms = 0; ms < 6000; ms += 50) {  // longer than a lease that nobody confirms
        (*lease)->progress("writing");
        QTest::qWait(50);
    }
    QVERIFY(!(*lease)->lost().stop_requested());
    QCOMPARE(m_redis->run({"GET", kKey}), holder);
}

void RedisLockTest::aRedisThatIsAwayMeansLocked() {
    auto request = requestFor("redis://kim:right-secret@127.0.0.1:" + std::to_string(m_redis->port()), 3s);
    const auto lock = lockWith(3s);
    const auto lease = lock->tryAcquire(kSpace, RunId("8"));
    QVERIFY(lease && *lease);
    m_redis->stop();
    QTRY_VERIFY_WITH_TIMEOUT((*lease)->lost().stop_requested(), kPatienceMs);
    const auto refused = redis::makeRedisLock(request, *m_clock)->tryAcquire(kSpace, {});
    QVERIFY(m_redis->launch());
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, ErrorCode::Unavailable);
    QVERIFY(holds(refused.error().detail, "127.0.0.1:" + std::to_string(m_redis->port())));
    QVERIFY(!holds(refused.error().detail, "right-secret"));
}

void RedisLockTest::aGrantThatComesTooLateIsNotUsed() {
    const HastyClock clock;
    const auto lease = redis::makeRedisLock(requestFor(m_redis->url(), 20s), clock)->tryAcquire(kSpace, {});
    QVERIFY(!lease);
    QCOMPARE(lease.error().code, ErrorCode::Unavailable);
    QCOMPARE(m_redis->run({"EXISTS", kKey}), std::string("0"));
}

void RedisLockTest::aLostAnswerIsResolvedByTheValue() {
    const test::CuttingProxy proxy(m_redis->port(), kKey);
    const std::string url = "redis://127.0.0.1:" + std::to_string(proxy.port());
    const auto lock = redis::makeRedisLock(requestFor(url, 20s), *m_clock);
    const auto lease = lock->tryAcquire(kSpace, RunId("8"));
    QVERIFY(proxy.hasCut());
    QVERIFY2(lease && *lease, lease ? "held by nobody else" : lease.error().detail.c_str());
    QCOMPARE(m_redis->run({"EXISTS", kKey, kHolderKey}), std::string("2"));
}

int main(int argc, char **argv) {
    std::signal(SIGPIPE, SIG_IGN);
    startLogging({"warn", "", {}});
    if (argc == 4 && std::string(argv[1]) == "--lead")
        return leadUntilTold(argv[2], std::chrono::milliseconds(std::stoi(argv[3])));
    QCoreApplication application(argc, argv);
    RedisLockTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "redis_lock_test.moc"
