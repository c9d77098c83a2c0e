#include "tests/fakes/api_desk.h"
#include "tests/support/redis_server.h"
#include "tests/support/verify.h"

using namespace wikivault;
using namespace wikivault::test;

/// A `serve` where nobody gives us the database: the wiki is read and written through its API alone.
class CtlApiServeTest : public QObject, protected ApiStory {
    Q_OBJECT

private slots:
    void initTestCase_data() { ApiDesks::addStores(); }
    void init() { begin(); }
    void cleanup() {
        if (m_serve) {
            if (QTest::currentTestFailed())
                qWarning("%s%s", m_serve->readAllStandardError().constData(),
                         m_desk->ctl().run("status").out.constData());
            m_serve->terminate();
            QVERIFY(m_serve->waitForFinished(kPatienceMs));
            m_serve.reset();
        }
        end();
    }
    void aRunDoesNotWakeItself();

private:
    static constexpr int kPatienceMs = 60'000;
    [[nodiscard]] QByteArray status() const { return m_desk->ctl().run("status").out; }
    [[nodiscard]] int runsSeen(QProcess &events);

    std::unique_ptr<QProcess> m_serve;
    QByteArray m_told;
};

/// Of the space `General`.
int CtlApiServeTest::runsSeen(QProcess &events) {
    m_told += events.readAllStandardOutput();
    int runs = 0;
    for (const QByteArray &line : m_told.split('\n')) {
        const QJsonObject event = QJsonDocument::fromJson(line).object();
        const bool isHere = event[QLatin1String("spaceId")].toString().toStdString() == m_desk->wiki().general().str();
        runs += isHere && event[QLatin1String("event")] == QLatin1String("started") ? 1 : 0;
    }
    return runs;
}

/// The wiki notes each write in its queues, its own as well as ours. The `serve` looks once in an hour, so what it does
/// sooner it was told.
void CtlApiServeTest::aRunDoesNotWakeItself() {
    const auto redis = RedisServer::start();
    if (!redis && redis.error().code == ErrorCode::NotFound) QSKIP(redis.error().detail.c_str());
    QVERIFY(redis.has_value());
    QCOMPARE(m_desk->ctl().run("sync --all").code, 0);
    for (const auto &[name, value] : std::map<const char *, std::string>{{"DATABASE_URL", ""},
                                                                         {"REDIS_URL", (*redis)->url()},
                                                                         {"GIT_SYNC_POLL_INTERVAL_MS", "3600000"},
                                                                         {"GIT_SYNC_DEBOUNCE_MS", "100"}})
        m_desk->ctl().set(name, value);
    m_serve = m_desk->ctl().start("serve");
    const auto isReady = [this] {
        const QByteArray said = status();
        return said.contains("Changes of files are noticed at once") && said.contains("hints at changes") &&
               said.contains("Driver since");
    };
    QTRY_VERIFY_WITH_TIMEOUT(isReady(), kPatienceMs);
    QCOMPARE(m_desk->ctl().run("wait-idle").code, 0);
    const auto events = m_desk->ctl().start("events");
    QVERIFY(events->waitForReadyRead(kPatienceMs));
    const auto hint = [&redis] {
        (*redis)->run(
            {"XADD", "bull:{search-queue}:events", "*", "event", "added", "name", "page-updated", "jobId", "7"});
    };
    m_desk->writeBody("Anchor.md", "alpha from git");
    QTRY_VERIFY_WITH_TIMEOUT(has(m_desk->contentOf("Anchor"), "from git"), kPatienceMs);
    QCOMPARE(m_desk->ctl().run("wait-idle").code, 0);
    hint();
    QTest::qWait(2000);  // longer than the look takes; more only makes the test blind, not red
    QCOMPARE(m_desk->ctl().run("wait-idle").code, 0);
    QCOMPARE(runsSeen(*events), 1);
    QCOMPARE(m_desk->ask("update pages set updated_at = '2099-01-01T00:00:00.000Z', content = '" +
                         testBody("of the wiki") + "' where title = 'Branch'"),
             std::string());
    hint();
    QTRY_COMPARE_WITH_TIMEOUT(m_desk->body("Branch.md"), std::string("of the wiki"), kPatienceMs);
    QCOMPARE(m_desk->ctl().run("wait-idle").code, 0);
    QCOMPARE(runsSeen(*events), 2);
    events->terminate();
    QVERIFY(events->waitForFinished(kPatienceMs));
}

QTEST_GUILESS_MAIN(CtlApiServeTest)
#include "ctl_api_serve_test.moc"
