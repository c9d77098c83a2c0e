#include "app/common/control_socket.h"
#include "app/common/driver_lock.h"
#include "app/console/single_instance.h"
#include "tests/support/ctl_program.h"
#include "tests/support/redis_server.h"
#include "tests/support/temp_vault.h"
#include "tests/ui/pictures.h"

#include <QFile>

#include <algorithm>

using namespace wikivault;

namespace {

constexpr int kPatienceMs = 60'000, kSecondsMs = 8'000;

}  // namespace

/// The window beside the built program as a `serve` of its data directory.
class AttachedServeTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }
    void init();
    void cleanup();
    void cleanupTestCase() { m_theme.reset(); }
    void itShowsWhatTheServeRuns();
    void syncNowIsDoneByTheServe();
    void whenTheServeEndsItPollsItself_data();
    void whenTheServeEndsItPollsItself();
    void driverTakeAndLeaveReachTheWindow();
    void anOrderNeverRunsBesideAnotherRun();

private:
    void openReal(const std::string &redis = {});
    void serve();
    void editPage(const std::string &text) {
        QCOMPARE(m_wiki->run("update pages set content = '" + test::testBody(text) + "' where id = '" +
                             test::testPage(1).str() + "'"),
                 std::string());
    }
    [[nodiscard]] QByteArray page() const {
        QFile file(QString::fromStdString(m_ctl->vaults() + "/" + m_wiki->general().str() + "/Page.md"));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    [[nodiscard]] QString mode() { return m_world->textOf("modeLabel"); }
    [[nodiscard]] QString attached() const {
        return QStringLiteral("Mode: Observer (attached to wikivaultctl serve, pid %1)").arg(m_serve->processId());
    }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<test::TempDir> m_data;
    std::unique_ptr<test::TestWiki> m_wiki;
    std::unique_ptr<test::CtlProgram> m_ctl;
    std::unique_ptr<QProcess> m_serve;
    WallClock m_clock;
    std::unique_ptr<ConsoleWorld> m_world;
};

void AttachedServeTest::init() {
    m_data = std::make_unique<test::TempDir>();
    m_wiki = std::move(*test::TestWiki::sqlite());
    m_ctl = std::make_unique<test::CtlProgram>(*m_wiki, m_data->path());
    m_ctl->set("GIT_SYNC_POLL_INTERVAL_MS", "1000");
    m_ctl->set("GIT_SYNC_DEBOUNCE_MS", "100");
    QCOMPARE(m_wiki->run(m_wiki->newPage(m_wiki->general(), 1, "Page", "alpha")), std::string());
}

void AttachedServeTest::cleanup() {
    m_world.reset();
    if (!m_serve) return;
    m_serve->terminate();
    QVERIFY(m_serve->waitForFinished(kPatienceMs));
    m_serve.reset();
}

void AttachedServeTest::serve() {
    m_serve = m_ctl->start("serve");
    QTRY_VERIFY_WITH_TIMEOUT(m_ctl->run("status").code == 0, kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(page().contains("alpha"), kPatienceMs);
}

void AttachedServeTest::openReal(const std::string &redis) {
    m_world = std::make_unique<ConsoleWorld>(*m_theme, &m_clock);
    m_world->useEngine();
    m_world->openDesks = [](const Settings &settings) {
        const auto composition = std::make_shared<Composition>(settings, "console");
        const Desks desks = composition->desks();
        DeskOwner owner{composition, &desks.spaces, &desks.review, &desks.ledger, &composition->remotes()};
        owner.activity = &composition->activity();
        owner.compare = &composition->compare();
        owner.locks = &composition->locks();
        owner.fixes = &composition->fixes();
        owner.openKeeper = [composition, &spaces = desks.spaces](SeatKeeper::Start start) {
            return openSeatKeeper(composition->ports(), spaces, start);
        };
        return owner;
    };
    m_world->environment.isDrivenElsewhere = [](const Settings &of) { return driverListens(driverSocket(of)); };
    m_world->environment.serveSocket = &driverSocket;
    Settings settings = worldSettings();
    settings.databaseUrl = m_wiki->url();
    settings.redisUrl = redis;
    settings.profile = "default";
    settings.remoteTemplate.clear();
    settings.dataDir = m_ctl->vaults();
    settings.serviceUserId = m_wiki->user().str();
    settings.pollIntervalMs = 1000;
    settings.debounceMs = 100;
    m_world->open(settings);
    QTRY_COMPARE_WITH_TIMEOUT(m_world->rowsOf("spaceTable"), 2, kPatienceMs);
}

/// No clock of the window reads anything meanwhile, so what it shows it was told.
void AttachedServeTest::itShowsWhatTheServeRuns() {
    serve();
    openReal();
    QTRY_COMPARE_WITH_TIMEOUT(mode(), attached(), kSecondsMs);
    QCOMPARE(m_world->textOf("pollIndicator"), QStringLiteral("A driver polls"));
    QCOMPARE(m_ctl->run("wait-idle").code, 0);
    // One that is on, and turns out to have nothing to do, is no row in the end.
    const auto runs = [this] {
        const auto &rows = m_world->models.runs.runs();
        return std::count_if(rows.begin(), rows.end(), [](const RunRecord &run) { return run.outcome == "done"; });
    };
    QTRY_VERIFY(runs() > 0);
    const auto before = runs();
    editPage("beta");
    QTRY_VERIFY_WITH_TIMEOUT(page().contains("beta"), kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(runs() > before, kSecondsMs);
    QCOMPARE(m_ctl->run("pause general --reason moving").code, 0);
    const auto state = [this] {
        for (const SpaceRow &row : m_world->models.spaces.rows())
            if (row.space.id == m_wiki->general()) return row.state;
        return SpaceState::Unknown;
    };
    QTRY_COMPARE_WITH_TIMEOUT(state(), SpaceState::Paused, kSecondsMs);
}

void AttachedServeTest::syncNowIsDoneByTheServe() {
    serve();
    openReal();
    QTRY_COMPARE_WITH_TIMEOUT(mode(), attached(), kSecondsMs);
    QCOMPARE(m_ctl->run("wait-idle").code, 0);
    m_world->commands->run({{m_wiki->general()}, QStringLiteral("because")});
    QTRY_VERIFY_WITH_TIMEOUT(m_world->isShown("noticeShowButton"), kPatienceMs);
    QVERIFY2(m_world->message().startsWith(QStringLiteral("General: ")), qPrintable(m_world->message()));
    const QByteArray runs = m_ctl->run("runs general --json").out;
    QVERIFY2(runs.contains("\"because\"") && runs.contains("\"control\""), runs.constData());
    QVERIFY2(!runs.contains("\"manual\""), runs.constData());
}

void AttachedServeTest::whenTheServeEndsItPollsItself_data() {
    QTest::addColumn<bool>("hasRedis");
    QTest::addColumn<bool>("isKilled");
    QTest::newRow("it ends") << false << false;
    QTest::newRow("it is killed") << false << true;
    QTest::newRow("it leaves the seat") << true << false;
}

/// With a Redis its runs were seen, as of somebody who polls; that is no reason to go on watching.
void AttachedServeTest::whenTheServeEndsItPollsItself() {
    QFETCH(bool, hasRedis);
    QFETCH(bool, isKilled);
    std::unique_ptr<test::RedisServer> redis;
    if (hasRedis) {
        auto server = test::RedisServer::start();
        if (!server) QSKIP(server.error().detail.c_str());
        redis = std::move(*server);
        m_ctl->set("REDIS_URL", redis->url());
    }
    serve();
    openReal(hasRedis ? redis->url() : std::string());
    QTRY_COMPARE_WITH_TIMEOUT(mode(), attached(), kSecondsMs);
    const auto &drive = m_world->models.state.drive();
    const auto seesRuns = [&] { return m_ctl->run("trigger general").code == 0 && drive->rivals.takes > 0; };
    if (hasRedis) QTRY_VERIFY_WITH_TIMEOUT(seesRuns(), kPatienceMs);
    QTest::qWait(3000);  // longer than an observer has to have looked around
    if (isKilled) m_serve->kill();
    m_serve->terminate();
    QVERIFY(m_serve->waitForFinished(kPatienceMs));
    QVERIFY(isKilled || (m_serve->exitStatus() == QProcess::NormalExit && m_serve->exitCode() == 0));
    m_serve.reset();
    QTRY_COMPARE_WITH_TIMEOUT(mode(), QStringLiteral("Mode: Driver (this console polls and runs)"), kSecondsMs);
    editPage("by the window");
    QTRY_VERIFY_WITH_TIMEOUT(page().contains("by the window"), kSecondsMs);
    m_serve = m_ctl->start("serve");
    if (!hasRedis) QTRY_COMPARE_WITH_TIMEOUT(mode(), attached(), kSecondsMs);
    m_world.reset();
}

void AttachedServeTest::driverTakeAndLeaveReachTheWindow() {
    auto redis = test::RedisServer::start();
    if (!redis) QSKIP(redis.error().detail.c_str());
    m_ctl->set("REDIS_URL", (*redis)->url());
    m_ctl->set("XDG_RUNTIME_DIR", qgetenv("XDG_RUNTIME_DIR").toStdString());
    openReal((*redis)->url());
    const QString driver = QStringLiteral("Mode: Driver (this console polls and runs)");
    QTRY_COMPARE_WITH_TIMEOUT(mode(), driver, kPatienceMs);
    ConsoleState &state = m_world->models.state;
    WindowCalls calls([](const WindowCall &) {}, {},
                      [&](const QString &command) {
                          return answerAboutDriver(command, state, m_world->commands->commands().driver);
                      });
    QVERIFY(calls.listen(state.settings()).has_value());
    const auto tell = [this](const char *words) {
        const auto program = m_ctl->start(words);
        [&] { QTRY_COMPARE_WITH_TIMEOUT(program->state(), QProcess::NotRunning, kPatienceMs); }();
        return QString::number(program->exitCode()) + QLatin1Char(' ') +
               QString::fromUtf8(program->readAllStandardOutput() + program->readAllStandardError());
    };
    const QString left = tell("driver leave");
    QVERIFY2(left.startsWith(QStringLiteral("0 Observer since ")), qPrintable(left));
    QTRY_COMPARE(mode(), QStringLiteral("Mode: Observer (polling is left to others)"));
    const QString taken = tell("driver take");
    QVERIFY2(taken.startsWith(QStringLiteral("0 Driver since ")), qPrintable(taken));
    QTRY_COMPARE(mode(), driver);
    Settings guarded = state.settings();
    guarded.environment = "production";
    state.setSettings(guarded, false);
    const QString refused = tell("driver take");
    QVERIFY2(refused.startsWith(QStringLiteral("1 ")) && refused.contains(QStringLiteral("Unlock writes")) &&
                 refused.contains(QString::number(QCoreApplication::applicationPid())),
             qPrintable(refused));
    m_world.reset();
}

/// Another process is at work on the space: nothing is done, and that is said.
void AttachedServeTest::anOrderNeverRunsBesideAnotherRun() {
    QCOMPARE(m_ctl->run("sync general").code, 0);
    openReal();
    QTRY_COMPARE_WITH_TIMEOUT(mode(), QStringLiteral("Mode: Driver (this console polls and runs)"), kPatienceMs);
    const auto holder = m_ctl->start("lock hold general --for 1h");
    QTRY_VERIFY_WITH_TIMEOUT(m_ctl->run("locks").out.contains("general"), kPatienceMs);
    editPage("beta");
    const Result<Plan> plan = [this] {
        Settings settings = m_world->models.state.settings();
        Composition composition(settings, "console");
        return composition.desks().spaces.preview({m_wiki->general(), {}, {}}, {});
    }();
    QVERIFY2(plan.has_value(), plan ? "" : plan.error().detail.c_str());
    PlanOrder order;
    order.plan = *plan;
    m_world->commands->commands().plans.apply({order}, {});
    QTRY_VERIFY2(m_world->message().contains(QStringLiteral("Another process holds the lock")),
                 qPrintable(m_world->message()));
    QVERIFY(page().contains("alpha"));
    holder->terminate();
    QVERIFY(holder->waitForFinished(kPatienceMs));
    QTRY_VERIFY_WITH_TIMEOUT(page().contains("beta"), kPatienceMs);
}

QTEST_MAIN(AttachedServeTest)
#include "attached_serve_test.moc"
