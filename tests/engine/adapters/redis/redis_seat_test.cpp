#include "engine/adapters/redis/redis_seat.h"
#include "engine/adapters/system/system.h"
#include "tests/support/redis_server.h"

#include <QTest>

using namespace wikivault;
using namespace std::chrono_literals;

namespace {

const WorkspaceId kWiki("0190a1b2-0000-7000-8000-000000000001");
const std::string kKey = "wikivault:driver:" + kWiki.str();

}  // namespace

/// The driver's seat on a Redis server. Two seats of one test are two hosts.
class RedisSeatTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init() { m_redis->run({"FLUSHALL"}); }
    void onlyOneSitsThere();
    void itIsKeptWhileItIsAskedFor();
    void whoeverTakesItSaysFromWhom();
    void onlyItsHolderLeavesIt();
    void aDeadHolderOfThisHostIsNobody();
    void anEarlierSessionOfThisProcessIsNobody();
    void somebodyUnknownIsSomebody();
    void withoutRedisNobodyCanTell();
    void eachWikiHasItsOwn();

private:
    [[nodiscard]] std::unique_ptr<DriverSeat> seatOf(const std::string &host, std::int64_t pid = 0) const {
        redis::RedisLockRequest request;
        request.url = m_redis->url();
        request.self = system::describeProcess("serve");
        if (!host.empty()) request.self.host = host;
        if (pid != 0) request.self.pid = pid, request.self.startTime = "1";
        request.timeout = 2s;
        request.isAlive = &system::isAlive;
        return redis::makeRedisSeat(request, *m_clock);
    }

    std::unique_ptr<test::RedisServer> m_redis;
    const std::unique_ptr<Clock> m_clock = system::makeClock();
};

void RedisSeatTest::initTestCase() {
    auto server = test::RedisServer::start();
    if (!server) QSKIP(server.error().detail.c_str());
    m_redis = std::move(*server);
}

void RedisSeatTest::onlyOneSitsThere() {
    const auto first = seatOf("adm1"), second = seatOf("adm2");
    QVERIFY(!first->holder(kWiki)->has_value());
    QVERIFY(first->sit(kWiki)->ours);
    const auto held = second->sit(kWiki);
    QVERIFY(held && !held->ours);
    QCOMPARE(held->host, "adm1");
    QVERIFY(held->since);
    QVERIFY(!second->holder(kWiki)->value().ours);
    QVERIFY(first->holder(kWiki)->value().ours);
}

void RedisSeatTest::itIsKeptWhileItIsAskedFor() {
    const auto seat = seatOf("adm1");
    QVERIFY(seat->sit(kWiki)->ours);
    m_redis->run({"PEXPIRE", kKey, "5000"});
    QVERIFY(seat->holder(kWiki)->value().ours);
    QVERIFY(std::stoi(m_redis->run({"PTTL", kKey})) <= 5000);  // a look keeps nothing
    const std::string value = m_redis->run({"GET", kKey});
    QVERIFY(seat->sit(kWiki)->ours);
    QVERIFY(std::stoi(m_redis->run({"PTTL", kKey})) > 20000);
    QCOMPARE(m_redis->run({"GET", kKey}), value);
    m_redis->run({"DEL", kKey});  // as an expiry would
    QVERIFY(seatOf("adm2")->sit(kWiki)->ours);
    QCOMPARE(seat->sit(kWiki)->host, "adm2");
}

void RedisSeatTest::whoeverTakesItSaysFromWhom() {
    const auto first = seatOf("adm1"), second = seatOf("adm2");
    QVERIFY(!first->take(kWiki)->has_value());
    QVERIFY(!first->take(kWiki)->has_value());  // from oneself
    const auto from = second->take(kWiki);
    QVERIFY(from && *from);
    QCOMPARE((*from)->host, "adm1");
    const auto now = first->sit(kWiki);
    QVERIFY(now && !now->ours);
    QCOMPARE(now->host, "adm2");
    QVERIFY(second->sit(kWiki)->ours);
}

void RedisSeatTest::onlyItsHolderLeavesIt() {
    const auto first = seatOf("adm1"), second = seatOf("adm2");
    QVERIFY(first->sit(kWiki)->ours);
    QVERIFY(second->take(kWiki)->has_value());
    QVERIFY(first->leave(kWiki).has_value());
    QVERIFY(second->holder(kWiki)->value().ours);
    QVERIFY(second->leave(kWiki).has_value());
    QCOMPARE(m_redis->run({"EXISTS", kKey}), "0");
}

void RedisSeatTest::aDeadHolderOfThisHostIsNobody() {
    constexpr std::int64_t nobody = 4194303;  // above what the kernel gives
    QVERIFY(seatOf("", nobody)->sit(kWiki)->ours);
    const auto seat = seatOf("");
    QVERIFY(!seat->holder(kWiki)->has_value());
    QVERIFY(seat->sit(kWiki)->ours);
    m_redis->run({"DEL", kKey});
    QVERIFY(seatOf("adm9", nobody)->sit(kWiki)->ours);  // elsewhere nobody can know
    QCOMPARE(seat->sit(kWiki)->host, "adm9");
}

void RedisSeatTest::anEarlierSessionOfThisProcessIsNobody() {
    QVERIFY(seatOf("")->sit(kWiki)->ours);
    const auto later = seatOf("");
    QVERIFY(later->sit(kWiki)->ours);
    QVERIFY(later->holder(kWiki)->value().ours);
}

void RedisSeatTest::somebodyUnknownIsSomebody() {
    m_redis->run({"SET", kKey, "a version to come"});
    const auto held = seatOf("adm1")->sit(kWiki);
    QVERIFY(held && !held->ours);
    QCOMPARE(held->holder, "a version to come");
}

void RedisSeatTest::withoutRedisNobodyCanTell() {
    const auto seat = seatOf("adm1");
    QVERIFY(seat->sit(kWiki)->ours);
    m_redis->stop();
    QCOMPARE(seat->sit(kWiki).error().code, ErrorCode::Unavailable);
    QCOMPARE(seat->holder(kWiki).error().code, ErrorCode::Unavailable);
    QCOMPARE(seat->take(kWiki).error().code, ErrorCode::Unavailable);
    QVERIFY(m_redis->launch().has_value());
    QVERIFY(seat->sit(kWiki)->ours);
}

void RedisSeatTest::eachWikiHasItsOwn() {
    const WorkspaceId other("0190a1b2-0000-7000-8000-000000000002");
    QVERIFY(seatOf("adm1")->sit(kWiki)->ours);
    QVERIFY(seatOf("adm2")->sit(other)->ours);
}

QTEST_GUILESS_MAIN(RedisSeatTest)
#include "redis_seat_test.moc"
