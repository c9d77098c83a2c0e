#include "engine/adapters/redis/redis_client.h"
#include "engine/adapters/redis/redis_lock.h"
#include "engine/adapters/system/system.h"
#include "tests/support/redis_server.h"

#include <QTest>

#include <csignal>
#include <thread>

using namespace wikivault;
using namespace std::chrono_literals;

/// The lock server behind TLS, which asks for a certificate as Redis does by default.
class RedisTlsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void aLeaseIsHeldOverTls();
    void answersOfAnySizeArrive();
    void whoIsNotTrusted_data();
    void whoIsNotTrusted();
    void aSlowServerIsNotWaitedFor();
    void aServerThatGoesIsNamed();
    void aCommandIsCutOff();

private:
    [[nodiscard]] std::string files() const {
        return "?ca=" + m_redis->file("ca.pem") + "&cert=" + m_redis->file("client.pem") +
               "&key=" + m_redis->file("client.key");
    }
    [[nodiscard]] Result<redis::RedisClient> dial(const std::string &url,
                                                  std::chrono::milliseconds timeout = 20s) const {
        const auto address = redis::parseRedisUrl(url);
        if (!address) return tl::unexpected<Error>(address.error());
        return redis::RedisClient::dial(*address, timeout);
    }
    std::unique_ptr<test::RedisServer> m_redis;
};

void RedisTlsTest::initTestCase() {
    std::signal(SIGPIPE, SIG_IGN);  // as the programs do: a server that is gone is an error, not the end
    auto redis = test::RedisServer::startWithTls();
    if (!redis && redis.error().code == ErrorCode::NotFound) QSKIP(redis.error().detail.c_str());
    QVERIFY2(redis.has_value(), redis ? "" : redis.error().detail.c_str());
    m_redis = std::move(*redis);
}

void RedisTlsTest::aLeaseIsHeldOverTls() {
    const SpaceId space("11111111-1111-4111-8111-111111111111");
    const std::string key = "git-sync:lock:" + space.str();
    const auto clock = system::makeClock();
    redis::RedisLockRequest request;
    request.url = m_redis->tlsUrl(files());
    request.self = system::describeProcess("ctl");
    request.ttl = 3000ms;
    request.timeout = 20s;
    const auto lock = redis::makeRedisLock(request, *clock);
    {
        const auto lease = lock->tryAcquire(space, {});
        QVERIFY2(lease && *lease, lease ? "held" : lease.error().detail.c_str());
        m_redis->run({"PEXPIRE", key, "2000"});
        (*lease)->progress("writing");
        // Only a renewal can lengthen it again.
        QTRY_VERIFY_WITH_TIMEOUT(std::stoll(m_redis->run({"PTTL", key})) > 2000 || (*lease)->lost().stop_requested(),
                                 30'000);
        QVERIFY(!(*lease)->lost().stop_requested());
        QCOMPARE(lock->holders({space})->size(), std::size_t{1});
    }
    QCOMPARE(m_redis->run({"EXISTS", key}), std::string("0"));
}

void RedisTlsTest::answersOfAnySizeArrive() {
    auto client = dial(m_redis->tlsUrl(files()));
    QVERIFY2(client.has_value(), client ? "" : client.error().detail.c_str());
    for (const std::size_t size : {0U, 1U, 16'383U, 16'384U, 1'000'000U}) {
        const std::string text(size, 'x');
        QVERIFY(client->command({"SET", "text", text}).has_value());
        const auto reply = client->command({"GET", "text"});
        QVERIFY(reply && reply->text == text);
    }
    QVERIFY(!client->command({"GET", "missing"})->text);
    const auto refused = client->command({"NOSUCH"});
    QVERIFY(!refused && refused.error().answered);
    QVERIFY(client->command({"PING"}).has_value());
}

void RedisTlsTest::whoIsNotTrusted_data() {
    QTest::addColumn<std::string>("url");
    QTest::addColumn<std::string>("part");
    const auto row = [](const char *name, const std::string &url, const char *part) {
        QTest::newRow(name) << url << std::string(part);
    };
    const std::string own = "&cert=" + m_redis->file("client.pem") + "&key=" + m_redis->file("client.key");
    row("an issuer this host does not know", m_redis->tlsUrl("?cert=" + own.substr(6)), "?ca=FILE");
    row("another issuer", m_redis->tlsUrl("?ca=" + m_redis->file("other-ca.pem") + own), "does not trust");
    row("another name", m_redis->tlsUrl(files(), "127.0.0.1"), "does not trust");
    row("no certificate of our own", m_redis->tlsUrl("?ca=" + m_redis->file("ca.pem")), "Redis at localhost");
    row("a port without TLS", "rediss" + m_redis->url().substr(5) + files(), "does not speak TLS");
    row("a file that is none", m_redis->tlsUrl("?ca=/nowhere/ca.pem"), "/nowhere/ca.pem is no readable certificate");
    row("a key of another",
        m_redis->tlsUrl("?ca=" + m_redis->file("ca.pem") + "&cert=" + m_redis->file("client.pem") +
                        "&key=" + m_redis->file("server.key")),
        "server.key is no readable key");
}

/// Where the server is wrong the connection fails; a server that misses our certificate says so with the first answer.
void RedisTlsTest::whoIsNotTrusted() {
    QFETCH(std::string, url);
    QFETCH(std::string, part);
    // A server that waits for a line of text says nothing at all.
    const bool isSilent = part == "does not speak TLS";
    auto client = dial(url, isSilent ? 500ms : 20s);
    std::string said = client ? std::string() : client.error().detail;
    if (client) {
        const auto reply = client->command({"PING"});
        QVERIFY(!reply);
        said = reply.error().error.detail;
    }
    QVERIFY2(said.find(part) != std::string::npos, said.c_str());
}

void RedisTlsTest::aSlowServerIsNotWaitedFor() {
    auto client = dial(m_redis->tlsUrl(files()));
    QVERIFY(client && client->setTimeout(200ms));
    const auto late = client->command({"BLPOP", "nothing", "30"});
    QVERIFY(!late && !late.error().answered);
    QVERIFY2(late.error().error.detail.find("did not answer in time") != std::string::npos,
             late.error().error.detail.c_str());
}

void RedisTlsTest::aServerThatGoesIsNamed() {
    auto client = dial(m_redis->tlsUrl(files()));
    QVERIFY(client.has_value());
    m_redis->run({"CLIENT", "KILL", "TYPE", "normal"});
    const auto gone = client->command({"PING"});
    QVERIFY(!gone && !gone.error().answered && gone.error().error.code == ErrorCode::Unavailable);
}

void RedisTlsTest::aCommandIsCutOff() {
    auto client = dial(m_redis->tlsUrl(files()));
    QVERIFY(client.has_value());
    const std::jthread other([&] {
        while (m_redis->run({"CLIENT", "LIST"}).find("cmd=blpop") == std::string::npos)
            std::this_thread::sleep_for(10ms);
        client->cut();
    });
    const auto cut = client->command({"BLPOP", "nothing", "0"});
    QVERIFY(!cut && !cut.error().answered);
}

QTEST_GUILESS_MAIN(RedisTlsTest)
#include "redis_tls_test.moc"
