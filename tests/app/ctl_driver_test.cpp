#include "tests/support/ctl_program.h"
#include "tests/support/redis_server.h"
#include "tests/support/temp_vault.h"

#include <QFile>
#include <QLocalSocket>
#include <QTest>

#include <csignal>

using namespace wikivault;

namespace {

constexpr int kPatienceMs = 60'000;
const std::string kSeat = "wikivault:driver:0190a000-0000-7000-8000-000000000001";

/// A host of its own: the built program with its own vaults, on the wiki and the Redis that others use too.
struct Host {
    Host(const test::TestWiki &wiki, const std::string &redis) : ctl(wiki, folder.path()) {
        ctl.set("GIT_SYNC_POLL_INTERVAL_MS", "1000");
        ctl.set("GIT_SYNC_DEBOUNCE_MS", "100");
        ctl.set("REDIS_URL", redis);
        ctl.set("LOG_LEVEL", "debug");
    }
    ~Host() { end(); }
    Host(const Host &) = delete;
    Host &operator=(const Host &) = delete;

    void serve(const char *how = "serve") { program = ctl.start(how); }
    void end() {
        if (!program) return;
        program->terminate();
        program->waitForFinished(kPatienceMs);
        log += program->readAllStandardError();
        program.reset();
    }
    [[nodiscard]] QJsonObject status() const { return ctl.run("status --json").object(); }
    [[nodiscard]] QString mode() const { return status()[QStringLiteral("mode")].toString(); }
    [[nodiscard]] QString detail() const { return status()[QStringLiteral("detail")].toString(); }
    [[nodiscard]] QByteArray said() { return log += program->readAllStandardError(); }
    [[nodiscard]] qsizetype runsBegun() { return said().count(" begins, by "); }
    [[nodiscard]] QByteArray page(const test::TestWiki &wiki) const {
        QFile file(QString::fromStdString(ctl.vaults() + "/" + wiki.general().str() + "/Page.md"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    /// What the driver answers to one line.
    [[nodiscard]] QByteArray say(const QByteArray &line) const {
        QLocalSocket peer;
        peer.connectToServer(QString::fromStdString(ctl.vaults() + "/.wikivault/control.sock"));
        if (!peer.waitForConnected(kPatienceMs)) return {};
        peer.write(line + "\n");
        while (!peer.canReadLine())
            if (!peer.waitForReadyRead(kPatienceMs)) return {};
        return peer.readLine();
    }

    test::TempDir folder;
    test::CtlProgram ctl;
    std::unique_ptr<QProcess> program;
    QByteArray log;
};

const QString kDriver = QStringLiteral("driver"), kObserver = QStringLiteral("observer");

}  // namespace

/// Two of the built programs on two hosts, a stand-in for the wiki's own server, and the one driver's seat they share.
class CtlDriverTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void theSecondOnlyWatches();
    void takingOverIsRecordedAndHeard();
    void startedToTakeOver();
    void aKilledDriverIsFollowed();
    void aDriverElsewhereThatFallsSilentIsFollowed();
    void withoutRedisNobodyBeginsToDrive();
    void aServerThatPollsIsNoticed();
    void givingUpLastsUntilSomebodyTakesIt();
    void pausesAreToldOverTheSocket();
    void withoutARedisThereIsNoSeat();

private:
    void editPage(const std::string &text) {
        QCOMPARE(m_wiki->run("update pages set content = '" + test::testBody(text) + "' where id = '" +
                             test::testPage(1).str() + "'"),
                 std::string());
    }

    std::unique_ptr<test::RedisServer> m_redis;
    std::unique_ptr<test::TestWiki> m_wiki;
    std::unique_ptr<Host> m_one, m_two;
};

void CtlDriverTest::initTestCase() {
    auto server = test::RedisServer::start();
    if (!server) QSKIP(server.error().detail.c_str());
    m_redis = std::move(*server);
}

void CtlDriverTest::init() {
    m_redis->run({"FLUSHALL"});
    m_wiki = std::move(*test::TestWiki::sqlite());
    QCOMPARE(m_wiki->run(m_wiki->newPage(m_wiki->general(), 1, "Page", "alpha")), std::string());
    m_one = std::make_unique<Host>(*m_wiki, m_redis->url());
    m_two = std::make_unique<Host>(*m_wiki, m_redis->url());
}

void CtlDriverTest::cleanup() {
    m_two.reset();
    m_one.reset();
}

void CtlDriverTest::theSecondOnlyWatches() {
    m_one->serve();
    QTRY_COMPARE_WITH_TIMEOUT(m_one->mode(), kDriver, kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_one->page(*m_wiki).contains("alpha"), kPatienceMs);
    m_two->serve();
    QTRY_COMPARE_WITH_TIMEOUT(m_two->mode(), kObserver, kPatienceMs);
    const auto shown = m_two->ctl.run("status");
    QVERIFY2(shown.out.contains("Observer since ") && shown.out.contains("(serve), since "), shown.out.constData());
    QVERIFY2(shown.out.startsWith("The serve of profile ") && shown.out.contains("; once it drives, it polls every"),
             shown.out.constData());
    editPage("beta");
    QTRY_VERIFY_WITH_TIMEOUT(m_one->page(*m_wiki).contains("beta"), kPatienceMs);
    QCOMPARE(m_two->runsBegun(), 0);
    QCOMPARE(m_two->said().count("Observer since"), 1);
    const auto drivers = m_two->ctl.run("driver --json").object();
    QCOMPARE(drivers[QStringLiteral("driver")][QStringLiteral("pid")].toInteger(), m_one->program->processId());
    QCOMPARE(drivers[QStringLiteral("here")][QStringLiteral("mode")].toString(), kObserver);
    QVERIFY(m_two->ctl.run("driver").out.contains("(serve), since"));
    QCOMPARE(m_two->ctl.run("trigger general").code, 0);  // what a person asks for is done
    QTRY_VERIFY_WITH_TIMEOUT(m_two->page(*m_wiki).contains("beta"), kPatienceMs);
    m_one->end();
    QTRY_COMPARE_WITH_TIMEOUT(m_two->mode(), kDriver, kPatienceMs);
    m_two->end();
    QCOMPARE(m_redis->run({"EXISTS", kSeat}), std::string("0"));
}

void CtlDriverTest::takingOverIsRecordedAndHeard() {
    m_one->serve();
    QTRY_COMPARE_WITH_TIMEOUT(m_one->mode(), kDriver, kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_one->page(*m_wiki).contains("alpha"), kPatienceMs);
    m_two->serve();
    QTRY_COMPARE_WITH_TIMEOUT(m_two->mode(), kObserver, kPatienceMs);
    const auto taken = m_two->ctl.run("driver take");
    QCOMPARE(taken.code, 0);
    QVERIFY2(taken.out.startsWith("Driver since "), taken.out.constData());
    QTRY_COMPARE_WITH_TIMEOUT(m_one->mode(), kObserver, kPatienceMs);
    QVERIFY2(m_one->detail().contains(QStringLiteral("(serve) took over at ")), qPrintable(m_one->detail()));
    QTRY_VERIFY_WITH_TIMEOUT(m_one->said().contains("took over at"), kPatienceMs);
    editPage("beta");
    QTRY_VERIFY_WITH_TIMEOUT(m_two->page(*m_wiki).contains("beta"), kPatienceMs);
    const auto runs = m_two->ctl.run("runs --json").out;
    QVERIFY2(runs.contains("took over polling from "), runs.constData());
    QVERIFY(m_two->said().contains("This process took over polling from "));
    const QByteArray said = m_one->said();
    QCOMPARE(said.mid(said.indexOf("took over at")).count(" begins, by "), 0);
    QVERIFY(m_one->page(*m_wiki).contains("alpha"));
}

void CtlDriverTest::startedToTakeOver() {
    m_one->serve();
    QTRY_COMPARE_WITH_TIMEOUT(m_one->mode(), kDriver, kPatienceMs);
    m_two->serve("serve --take-over");
    QTRY_COMPARE_WITH_TIMEOUT(m_two->mode(), kDriver, kPatienceMs);
    QTRY_COMPARE_WITH_TIMEOUT(m_one->mode(), kObserver, kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_two->ctl.run("runs --json").out.contains("took over polling from "), kPatienceMs);
}

void CtlDriverTest::aKilledDriverIsFollowed() {
    m_one->serve();
    QTRY_COMPARE_WITH_TIMEOUT(m_one->mode(), kDriver, kPatienceMs);
    m_two->serve();
    QTRY_COMPARE_WITH_TIMEOUT(m_two->mode(), kObserver, kPatienceMs);
    m_one->program->kill();
    QVERIFY(m_one->program->waitForFinished(kPatienceMs));
    QTRY_COMPARE_WITH_TIMEOUT(m_two->mode(), kDriver, kPatienceMs);
}

/// On another host nobody can tell that it died: its seat has to expire.
void CtlDriverTest::aDriverElsewhereThatFallsSilentIsFollowed() {
    m_one->serve();
    QTRY_COMPARE_WITH_TIMEOUT(m_one->mode(), kDriver, kPatienceMs);
    m_redis->run({"SET", kSeat, R"({"token":"t","host":"far","user":"ana","role":"console","pid":1})", "PX", "60000"});
    QTRY_COMPARE_WITH_TIMEOUT(m_one->mode(), kObserver, kPatienceMs);
    QVERIFY2(m_one->detail().contains(QStringLiteral("ana@far, pid 1 (console) took over")),
             qPrintable(m_one->detail()));
    m_redis->run({"PEXPIRE", kSeat, "1"});
    QTRY_COMPARE_WITH_TIMEOUT(m_one->mode(), kDriver, kPatienceMs);
    QVERIFY(!m_one->ctl.run("runs --json").out.contains("took over"));
}

void CtlDriverTest::withoutRedisNobodyBeginsToDrive() {
    m_one->serve();
    QTRY_COMPARE_WITH_TIMEOUT(m_one->mode(), kDriver, kPatienceMs);
    m_redis->stop();
    m_two->serve();
    QTRY_VERIFY_WITH_TIMEOUT(!m_two->status()[QStringLiteral("driverProblem")].toString().isEmpty(), kPatienceMs);
    QCOMPARE(m_two->mode(), QStringLiteral("looking"));
    QVERIFY(m_two->ctl.run("status").out.contains("Who drives is not known: "));
    const auto refused = m_two->ctl.run("driver take");
    QCOMPARE(refused.code, 2);
    QVERIFY2(refused.err.contains("Redis"), refused.err.constData());
    QCOMPARE(m_two->runsBegun(), 0);
    QCOMPARE(m_two->ctl.run("driver").code, 2);
    QTRY_VERIFY_WITH_TIMEOUT(!m_one->status()[QStringLiteral("driverProblem")].toString().isEmpty(), kPatienceMs);
    QCOMPARE(m_one->mode(), kDriver);  // it goes on as it was; its locks are closed
    QVERIFY(m_redis->launch().has_value());
    QTRY_VERIFY_WITH_TIMEOUT(m_one->mode() != m_two->mode() && m_two->mode() != QStringLiteral("looking"), kPatienceMs);
}

void CtlDriverTest::aServerThatPollsIsNoticed() {
    m_one->serve();
    QTRY_COMPARE_WITH_TIMEOUT(m_one->mode(), kDriver, kPatienceMs);
    const auto takes = [this] { return m_one->status()[QStringLiteral("locksTakenByOthers")].toInt(); };
    const auto check = [this] {
        for (const auto &one : m_one->ctl.run("doctor --json").array())
            if (one.toObject()[QStringLiteral("name")] == QStringLiteral("drivers")) return one.toObject();
        return QJsonObject();
    };
    QCOMPARE(check()[QStringLiteral("status")].toString(), QStringLiteral("ok"));
    const std::string key = "git-sync:lock:" + m_wiki->engineering().str();
    for (int take = 1; take <= 3; ++take) {
        const std::string instance = "0190a1b2-7777-7000-8000-00000000000" + std::to_string(take);
        QTRY_VERIFY_WITH_TIMEOUT(m_redis->run({"SET", key, instance, "PX", "30000"}) == "OK" && takes() >= take,
                                 kPatienceMs);
    }
    QVERIFY(m_one->status()[QStringLiteral("takenBy")].toString().startsWith(QStringLiteral("the wiki's own server")));
    QCOMPARE(check()[QStringLiteral("status")].toString(), QStringLiteral("warn"));
    QTRY_VERIFY_WITH_TIMEOUT(m_one->said().contains("if both poll, their runs block each other"), kPatienceMs);
}

void CtlDriverTest::givingUpLastsUntilSomebodyTakesIt() {
    m_one->serve();
    QTRY_COMPARE_WITH_TIMEOUT(m_one->mode(), kDriver, kPatienceMs);
    QCOMPARE(m_one->ctl.run("driver leave").code, 0);
    QCOMPARE(m_one->mode(), kObserver);
    QVERIFY2(m_one->ctl.run("driver").out.startsWith("Nobody has the driver's seat"), "the seat is free");
    m_two->serve();
    QTRY_COMPARE_WITH_TIMEOUT(m_two->mode(), kDriver, kPatienceMs);
    m_two->end();
    QCOMPARE(m_one->mode(), kObserver);  // a person said so
    const auto again = m_one->ctl.run("driver take --json").object();
    QCOMPARE(again[QStringLiteral("mode")].toString(), kDriver);
    QVERIFY(!m_one->said().contains("took over"));  // from nobody
}

void CtlDriverTest::pausesAreToldOverTheSocket() {
    m_one->serve();
    QTRY_COMPARE_WITH_TIMEOUT(m_one->mode(), kDriver, kPatienceMs);
    const QByteArray paused =
        m_one->say(R"({"cmd":"pause","space":"general","until":"2040-01-02T03:04:05Z","reason":"migration"})");
    QVERIFY2(paused.contains(R"("paused":true)") && paused.contains("2040-01-02T03:04:05"), paused.constData());
    const auto refused = m_one->ctl.run("trigger general");
    QCOMPARE(refused.code, 1);
    QVERIFY(refused.err.contains("is paused"));
    QTRY_VERIFY_WITH_TIMEOUT(m_one->ctl.run("spaces --json").out.contains("migration"), kPatienceMs);
    QVERIFY(m_one->say(R"({"cmd":"resume","space":"general"})").contains(R"("paused":false)"));
    QCOMPARE(m_one->ctl.run("trigger general").code, 0);
    QVERIFY(m_one->say(R"({"cmd":"pause","space":"general","until":"tomorrow"})").contains("expected a time"));
    QVERIFY(m_one->say(R"({"cmd":"pause","space":"nowhere"})").contains("error"));
}

void CtlDriverTest::withoutARedisThereIsNoSeat() {
    m_one->ctl.set("REDIS_URL", "");
    m_one->serve();
    QTRY_COMPARE_WITH_TIMEOUT(m_one->mode(), kDriver, kPatienceMs);
    const auto refused = m_one->ctl.run("driver take");
    QCOMPARE(refused.code, 1);
    QVERIFY2(refused.err.contains("Without REDIS_URL"), refused.err.constData());
    QCOMPARE(m_one->ctl.run("driver").code, 64);
}

QTEST_GUILESS_MAIN(CtlDriverTest)
#include "ctl_driver_test.moc"
