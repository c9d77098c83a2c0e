#include "engine/adapters/redis/redis_seat.h"
#include "tests/fakes/world_ids.h"
#include "tests/support/redis_server.h"
#include "tests/ui/pictures.h"
#include "ui/confirm_dialog.h"

#include <algorithm>

using namespace wikivault;
using namespace std::chrono_literals;

namespace {

const std::string kSeatKey = "wikivault:driver:";  // the world's spaces are of no workspace
const std::string kFarAway = R"({"token":"t","host":"far","user":"ana","role":"console","pid":1,)"
                             R"("since":"2026-11-24T13:40:00Z"})";

}  // namespace

/// The window beside others who drive the same spaces, on a real Redis. Its clock is moved by hand.
class DriverTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase();
    void init();
    void cleanup();
    void cleanupTestCase() { m_theme.reset(); }
    void whereSomebodyDrivesItOnlyWatches();
    void takingOverAsksAndSaysWhatWasSeen();
    void whereTheWikisServerPollsItOnlyWatches();
    void aloneItDrivesAfterALook();
    void whoeverTakesOverIsNamed();
    void rivalsAreToldOnce();
    void withoutRedisItDoesNotBegin();
    void whatAPersonChoseOutlivesNewSettings();
    void itIsDrawn_data() { Pictures::addRows(); }
    void itIsDrawn();

private:
    void open(Language language = Language::English);
    void serverTakesLock(int number) {
        m_redis->run({"SET", "git-sync:lock:" + worldSpace(number).str(), "0190a1b2-7777-7000-8000-000000000001", "PX",
                      "60000"});
    }
    void haveDriver() { m_redis->run({"SET", kSeatKey, kFarAway, "PX", "60000"}); }
    /// As if the console had looked around long enough.
    void drive() {
        open();
        QTRY_VERIFY(m_world->models.state.drive().has_value());
        QTRY_VERIFY((m_world->clock.pass(20s), mode().contains(QStringLiteral("Driver"))));
    }
    [[nodiscard]] QString mode() { return m_world->textOf("modeLabel"); }
    [[nodiscard]] bool wasTold(const char *part) const {
        return std::any_of(m_told.begin(), m_told.end(),
                           [part](const QString &text) { return text.contains(QString::fromUtf8(part)); });
    }
    [[nodiscard]] QString asked() {
        QString text;
        if (auto *dialog = m_world->find<ConfirmDialog>("confirmDialog"); dialog && dialog->isVisible())
            for (const QLabel *label : dialog->findChildren<QLabel *>())
                text += label->text() + QLatin1Char('\n');
        return text;
    }

    std::unique_ptr<test::RedisServer> m_redis;
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<ConsoleWorld> m_world;
    ProcessIdentity m_self = system::describeProcess("console");
    Pictures m_pictures;
    QStringList m_told;
};

void DriverTest::initTestCase() {
    auto server = test::RedisServer::start();
    if (!server) QSKIP(server.error().detail.c_str());
    m_redis = std::move(*server);
    m_theme = std::make_unique<Theme>(*qApp);
}

void DriverTest::init() {
    m_redis->run({"FLUSHALL"});
    m_pictures.begin();
}

void DriverTest::cleanup() {
    m_world.reset();
    if (m_redis && m_redis->run({"PING"}) != "PONG") QVERIFY(m_redis->launch().has_value());
    m_pictures.end();
}

void DriverTest::open(Language language) {
    m_world = std::make_unique<ConsoleWorld>(*m_theme, nullptr, language);
    redis::RedisLockRequest request;
    request.url = m_redis->url();
    request.self = m_self;
    request.timeout = 2s;
    const std::shared_ptr<LeaderLock> locks = redis::makeRedisLock(request, m_world->clock);
    ConsoleWorld &world = *m_world;
    world.openDesks = [this, &world, request, locks](const Settings &settings) {
        DeskOwner owner{locks, &world.desks, &world.desks, &world.desks, &world.desks,
                        {},    nullptr,      &world.desks, &world.locks};
        owner.openKeeper = [this, &world, request, locks, settings](SeatKeeper::Start start) {
            return std::make_unique<SeatKeeper>(
                SeatKeeper::Parts{redis::makeRedisSeat(request, world.clock), *locks, world.desks, world.clock, m_self},
                start, std::chrono::milliseconds(settings.pollIntervalMs));
        };
        return owner;
    };
    m_told.clear();
    QObject::connect(&world.models.state, &ConsoleState::told, &world.models.state,
                     [this](const Notice &notice) { m_told << notice.text; });
    world.openFilled();
}

void DriverTest::whereSomebodyDrivesItOnlyWatches() {
    haveDriver();
    open();
    QTRY_COMPARE(mode(), QStringLiteral("Mode: Observer (ana@far, pid 1 (console) polls and runs)"));
    QTRY_VERIFY(
        m_world->message().startsWith(QStringLiteral("This console does not poll: ana@far, pid 1 (console) does.")));
    QCOMPARE(m_world->textOf("pollIndicator"), QStringLiteral("A driver polls"));
    QVERIFY(m_world->models.state.isDrivenElsewhere());
    m_world->window->openPage(MainWindow::PageName::Schedule);
    QTRY_VERIFY(m_world->textOf("pageSentence").contains(QStringLiteral("ana@far, pid 1 (console) does.")));
    QVERIFY(m_world->click("scheduleDriverButton"));
    QVERIFY(asked().contains(QStringLiteral("nobody else was seen")));
    QVERIFY(m_world->click("cancelButton"));
    QCOMPARE(m_redis->run({"GET", kSeatKey}), kFarAway);
}

void DriverTest::takingOverAsksAndSaysWhatWasSeen() {
    haveDriver();
    serverTakesLock(1);
    serverTakesLock(2);
    open();
    QTRY_VERIFY(m_world->models.state.drive() && m_world->models.state.drive()->rivals.takes == 2);
    QTRY_VERIFY(m_world->models.state.drive()->other);  // the seat is asked for apart
    QVERIFY(m_world->press("driverButton"));
    QVERIFY2(asked().contains(QStringLiteral("others took locks of these spaces 2 times")), qPrintable(asked()));
    QVERIFY(asked().contains(QStringLiteral("ana@far, pid 1 (console) becomes an observer")));
    QVERIFY(asked().contains(QStringLiteral("Become the driver of ")));
    QVERIFY(m_world->click("verbButton"));
    QTRY_COMPARE(mode(), QStringLiteral("Mode: Driver (this console polls and runs)"));
    QVERIFY(QString::fromStdString(m_redis->run({"GET", kSeatKey})).contains(QString::fromStdString(m_self.instance)));
    QTRY_VERIFY(wasTold("This console is the driver now: it polls and runs."));
    QTRY_VERIFY(!m_world->models.schedule.isDrivenElsewhere());
    QVERIFY(m_world->press("driverButton"));  // Become observer
    QTRY_COMPARE(mode(), QStringLiteral("Mode: Observer (polling is left to others)"));
    QCOMPARE(m_redis->run({"EXISTS", kSeatKey}), std::string("0"));
}

void DriverTest::whereTheWikisServerPollsItOnlyWatches() {
    serverTakesLock(1);
    open();
    QTRY_COMPARE(mode(), QStringLiteral("Mode: Observer (the wiki's own server is polling)"));
    QCOMPARE(m_redis->run({"EXISTS", kSeatKey}), std::string("0"));
    QVERIFY(m_world->press("driverButton"));
    QVERIFY2(asked().contains(QStringLiteral("others took locks of these spaces 1 time")), qPrintable(asked()));
    QVERIFY(m_world->click("verbButton"));
    QTRY_COMPARE(mode(), QStringLiteral("Mode: Driver (this console polls and runs)"));
}

void DriverTest::aloneItDrivesAfterALook() {
    open();
    QTRY_COMPARE(mode(), QStringLiteral("Mode: Observer (looks whether anybody else polls)"));
    QCOMPARE(m_redis->run({"EXISTS", kSeatKey}), std::string("0"));
    QTRY_VERIFY((m_world->clock.pass(20s), mode().contains(QStringLiteral("Driver"))));
    QCOMPARE(m_redis->run({"EXISTS", kSeatKey}), std::string("1"));
    QVERIFY(!m_world->models.state.isDrivenElsewhere());
    m_world.reset();
    QCOMPARE(m_redis->run({"EXISTS", kSeatKey}), std::string("0"));
}

void DriverTest::whoeverTakesOverIsNamed() {
    drive();
    haveDriver();
    m_world->clock.pass(11s);
    QTRY_VERIFY(mode().contains(QStringLiteral("Observer (ana@far")));
    QTRY_VERIFY(wasTold("ana@far, pid 1 (console) took over at "));
    m_redis->run({"DEL", kSeatKey});  // and leaves
    QTRY_VERIFY((m_world->clock.pass(20s), mode().contains(QStringLiteral("Driver"))));
    QTRY_VERIFY(wasTold("Nobody else polls any more, so this console does now."));
}

void DriverTest::rivalsAreToldOnce() {
    drive();
    for (int space = 1; space <= 3; ++space)
        serverTakesLock(space);
    QTRY_VERIFY(m_world->isShown("noticeObserverButton"));
    QVERIFY2(m_world->message().contains(QStringLiteral("others took locks of these spaces 3 times")),
             qPrintable(m_world->message()));
    m_told.clear();
    serverTakesLock(4);
    QTRY_COMPARE(m_world->models.state.drive()->rivals.takes, 4);
    QVERIFY(!wasTold("others took locks"));
    QVERIFY(m_world->click("noticeObserverButton"));
    QTRY_COMPARE(mode(), QStringLiteral("Mode: Observer (polling is left to others)"));
}

void DriverTest::withoutRedisItDoesNotBegin() {
    m_redis->stop();
    open();
    QTRY_COMPARE(mode(), QStringLiteral("Mode: Observer (who drives is not known)"));
    m_world->clock.pass(120s);
    QVERIFY(m_world->press("driverButton"));
    QVERIFY(m_world->click("verbButton"));
    QTRY_VERIFY(wasTold("This console did not become the driver. "));
    QVERIFY(m_redis->launch().has_value());
    QTRY_COMPARE(mode(), QStringLiteral("Mode: Observer (looks whether anybody else polls)"));
}

void DriverTest::whatAPersonChoseOutlivesNewSettings() {
    drive();
    QVERIFY(m_world->press("driverButton"));
    QTRY_COMPARE(mode(), QStringLiteral("Mode: Observer (polling is left to others)"));
    Settings settings = m_world->models.state.settings();
    settings.debounceMs = 5000;
    m_world->commands->saveSettings(settings);
    m_world->clock.pass(120s);
    QTRY_VERIFY(m_world->models.state.settings().debounceMs == 5000);
    QTRY_COMPARE(mode(), QStringLiteral("Mode: Observer (polling is left to others)"));
    QCOMPARE(m_redis->run({"EXISTS", kSeatKey}), std::string("0"));
}

void DriverTest::itIsDrawn() {
    QFETCH(int, theme);
    QFETCH(QSize, size);
    const QString tag = QString::fromLatin1(QTest::currentDataTag());
    m_theme->setChoice(ThemeChoice(theme));
    haveDriver();
    for (int space = 1; space <= 3; ++space)
        serverTakesLock(space);
    open(Pictures::languageOfRow(tag));
    m_world->window->resize(size);
    QTRY_VERIFY(m_world->models.state.drive() && m_world->models.state.drive()->rivals.takes == 3);
    m_world->window->openPage(MainWindow::PageName::Schedule);
    m_pictures.keep(*m_world->window, QStringLiteral("driver-observer-%1").arg(tag));
    QVERIFY(m_world->press("driverButton"));
    m_pictures.keep(*m_world->find<ConfirmDialog>("confirmDialog"), QStringLiteral("driver-question-%1").arg(tag));
    QVERIFY(m_world->click("verbButton"));
    QTRY_VERIFY(m_world->models.state.drive()->mode == DriveState::Mode::Driver);
    for (int space = 4; space <= 6; ++space)
        serverTakesLock(space);
    QTRY_VERIFY(m_world->isShown("noticeObserverButton"));
    QTRY_VERIFY(!m_world->models.schedule.isDrivenElsewhere());
    m_pictures.keep(*m_world->window, QStringLiteral("driver-driver-%1").arg(tag));
}

QTEST_MAIN(DriverTest)
#include "driver_test.moc"
