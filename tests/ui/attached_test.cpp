#include "app/common/control_socket.h"
#include "app/common/driver_lock.h"
#include "app/console/single_instance.h"
#include "tests/fakes/world_ids.h"
#include "tests/support/ctl_program.h"
#include "tests/support/redis_server.h"
#include "tests/support/temp_vault.h"
#include "tests/ui/pictures.h"

#include <QFile>

#include <algorithm>
#include <csignal>

using namespace wikivault;
using namespace std::chrono_literals;

namespace {

constexpr int kPatienceMs = 60'000, kSecondsMs = 8'000;

/// A `serve` that does nothing but talk.
struct TalkingServe {
    explicit TalkingServe(const std::string &file)
        : path(file),
          server(
              [this](const QJsonObject &request, const ControlServer::Reply &reply) { answer(request, reply); },
              [] {
                  return QJsonObject{{QStringLiteral("pid"), 4121}, {QStringLiteral("mode"), QStringLiteral("driver")}};
              }) {
        if (const auto listens = server.listen(path); !listens) qFatal("%s", listens.error().detail.c_str());
    }
    void answer(const QJsonObject &request, const ControlServer::Reply &reply) {
        asked << request;
        reply(refusal.isEmpty() ? QJsonObject{{QStringLiteral("wasRunning"), false}}
                                : QJsonObject{{QStringLiteral("error"), refusal}, {QStringLiteral("refused"), true}});
    }
    void tell(const char *event, const SpaceId &space, QJsonObject more = {}) {
        more.insert(QStringLiteral("event"), QLatin1String(event));
        more.insert(QStringLiteral("spaceId"), QString::fromStdString(space.str()));
        server.publish(more);
    }

    const std::string path;
    QList<QJsonObject> asked;
    QString refusal;
    ControlServer server;
};

}  // namespace

/// The window beside a `serve` of its data directory.
class AttachedTest : public QObject {
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
    void itAsksTheWikiNothingByItself();
    void runsAreDrawnStoppedAndGoWithTheServe();
    void whatTheServeRefusesIsSaid();
    void anOrderWaitsForTheRunOfTheServe();
    void anOrderNeverRunsBesideAnotherRun();
    void itIsDrawn_data() { Pictures::addRows(); }
    void itIsDrawn();

private:
    void openReal(const std::string &redis = {});
    void openFake(Language language = Language::English);
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
    std::unique_ptr<TalkingServe> m_talking;
    WallClock m_clock;
    std::unique_ptr<ConsoleWorld> m_world;
    Pictures m_pictures;
};

void AttachedTest::init() {
    m_pictures.begin();
    m_data = std::make_unique<test::TempDir>();
    m_wiki = std::move(*test::TestWiki::sqlite());
    m_ctl = std::make_unique<test::CtlProgram>(*m_wiki, m_data->path());
    m_ctl->set("GIT_SYNC_POLL_INTERVAL_MS", "1000");
    m_ctl->set("GIT_SYNC_DEBOUNCE_MS", "100");
    QCOMPARE(m_wiki->run(m_wiki->newPage(m_wiki->general(), 1, "Page", "alpha")), std::string());
}

void AttachedTest::cleanup() {
    m_world.reset();
    m_talking.reset();
    if (m_serve) {
        m_serve->terminate();
        QVERIFY(m_serve->waitForFinished(kPatienceMs));
        m_serve.reset();
    }
    m_pictures.end();
}

void AttachedTest::serve() {
    m_serve = m_ctl->start("serve");
    QTRY_VERIFY_WITH_TIMEOUT(m_ctl->run("status").code == 0, kPatienceMs);
    QTRY_VERIFY_WITH_TIMEOUT(page().contains("alpha"), kPatienceMs);
}

void AttachedTest::openReal(const std::string &redis) {
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

void AttachedTest::openFake(Language language) {
    m_talking = std::make_unique<TalkingServe>(m_data->path() + "/serve.sock");
    m_world = std::make_unique<ConsoleWorld>(*m_theme, nullptr, language);
    m_world->environment.isDrivenElsewhere = [](const Settings &) { return true; };
    m_world->environment.serveSocket = [path = m_talking->path](const Settings &) { return path; };
    m_world->openFilled();
    QTRY_VERIFY(mode().contains(QStringLiteral("4121")));
}

/// No clock of the window reads anything meanwhile, so what it shows it was told.
void AttachedTest::itShowsWhatTheServeRuns() {
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

void AttachedTest::syncNowIsDoneByTheServe() {
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

void AttachedTest::whenTheServeEndsItPollsItself_data() {
    QTest::addColumn<bool>("hasRedis");
    QTest::addColumn<bool>("isKilled");
    QTest::newRow("it ends") << false << false;
    QTest::newRow("it is killed") << false << true;
    QTest::newRow("it leaves the seat") << true << false;
}

/// With a Redis its runs were seen, as of somebody who polls; that is no reason to go on watching.
void AttachedTest::whenTheServeEndsItPollsItself() {
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

void AttachedTest::driverTakeAndLeaveReachTheWindow() {
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

void AttachedTest::itAsksTheWikiNothingByItself() {
    openFake();
    QTRY_VERIFY(m_world->models.spaces.load().phase == Load::Phase::Ready);
    QTest::qWait(500);  // what was asked at the start
    const int before = m_world->desks.looks();
    for (int seconds = 0; seconds < 60; seconds += 20) {
        m_world->clock.pass(20s);
        QTest::qWait(1200);  // a tick of the window
    }
    QCOMPARE(m_world->desks.looks(), before);
    m_talking->tell("space", worldSpace(1));
    QTRY_VERIFY(m_world->desks.looks() > before);
}

void AttachedTest::runsAreDrawnStoppedAndGoWithTheServe() {
    openFake();
    m_talking->tell("started", worldSpace(2), {{QStringLiteral("trigger"), QStringLiteral("poll")}});
    m_talking->tell("progress", worldSpace(2),
                    {{QStringLiteral("phase"), QStringLiteral("reading the wiki")},
                     {QStringLiteral("done"), 3},
                     {QStringLiteral("total"), 10}});
    QTRY_VERIFY(m_world->models.state.isRunning(worldSpace(2)));
    QTRY_COMPARE(m_world->models.state.runs().front().at.done, 3);
    QVERIFY(m_world->press("stopButton"));
    QTRY_COMPARE(m_talking->asked.size(), 1);
    QCOMPARE(m_talking->asked.front()[QStringLiteral("cmd")].toString(), QStringLiteral("stop"));
    m_talking->tell("finished", worldSpace(2), {{QStringLiteral("ran"), true}});
    QTRY_VERIFY(!m_world->models.state.isRunning(worldSpace(2)));
    m_talking->tell("started", worldSpace(3), {{QStringLiteral("trigger"), QStringLiteral("poll")}});
    QTRY_VERIFY(m_world->models.state.isRunning(worldSpace(3)));
    m_talking.reset();
    QTRY_VERIFY(!m_world->models.state.isRunning(worldSpace(3)));
    QVERIFY(!m_world->models.state.serve());
}

void AttachedTest::whatTheServeRefusesIsSaid() {
    openFake();
    m_talking->refusal = QStringLiteral("Space sales is not enabled.");
    m_world->commands->run({{worldSpace(1)}, {}});
    QTRY_VERIFY2(m_world->message().contains(QStringLiteral("was not run. Space sales is not enabled.")),
                 qPrintable(m_world->message()));
    QCOMPARE(m_world->desks.runsOf(worldSpace(1)), 0);
    m_talking.reset();  // and before the window knows:
    m_world->commands->run({{worldSpace(1)}, {}});
    QTRY_COMPARE(m_world->desks.runsOf(worldSpace(1)), 1);
}

/// A plan and an exchange with a remote are the console's own, so they come after what the `serve` does there.
void AttachedTest::anOrderWaitsForTheRunOfTheServe() {
    openFake();
    const auto order = [this](const SpaceId &space) {
        PlanOrder one;
        one.plan.space = space;
        m_world->commands->commands().plans.apply({one}, {});
    };
    for (const bool isFinished : {true, false}) {
        const SpaceId space = worldSpace(isFinished ? 2 : 3);
        const int before = m_world->desks.runsOf(space);
        m_talking->tell("started", space, {{QStringLiteral("trigger"), QStringLiteral("poll")}});
        QTRY_VERIFY(m_world->models.state.isRunning(space));
        order(space);
        QTRY_VERIFY2(m_world->message().contains(QStringLiteral("follows when it is done")),
                     qPrintable(m_world->message()));
        QCOMPARE(m_world->desks.runsOf(space), before);
        if (isFinished)
            m_talking->tell("finished", space, {{QStringLiteral("ran"), true}});
        else
            m_talking.reset();  // it goes, and its run with it
        QTRY_COMPARE(m_world->desks.runsOf(space), before + 1);
    }
}

/// Another process is at work on the space: nothing is done, and that is said.
void AttachedTest::anOrderNeverRunsBesideAnotherRun() {
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

void AttachedTest::itIsDrawn() {
    QFETCH(int, theme);
    QFETCH(QSize, size);
    const QString tag = QString::fromLatin1(QTest::currentDataTag());
    m_theme->setChoice(ThemeChoice(theme));
    openFake(Pictures::languageOfRow(tag));
    m_world->window->resize(size);
    m_talking->tell("started", worldSpace(2), {{QStringLiteral("trigger"), QStringLiteral("poll")}});
    QTRY_VERIFY(m_world->models.state.isRunning(worldSpace(2)));
    m_pictures.keep(*m_world->window, QStringLiteral("attached-%1").arg(tag));
    QTRY_VERIFY(m_world->models.schedule.isDrivenElsewhere());
    m_world->window->openPage(MainWindow::PageName::Schedule);
    m_pictures.keep(*m_world->window, QStringLiteral("attached-schedule-%1").arg(tag));
}

QTEST_MAIN(AttachedTest)
#include "attached_test.moc"
