#include "models/cell.h"
#include "models/words.h"
#include "tests/ui/own_window.h"

#include <QAbstractItemModelTester>

using namespace wikivault;
using namespace std::chrono_literals;

namespace {

SpaceRow plannedRow(const char *id) {
    SpaceRow row;
    row.space.id = SpaceId(id);
    row.space.name = id;
    row.space.selected = true;
    return row;
}

}  // namespace

/// When each space runs next, and what keeps it from running.
class SchedulePageTest : public OwnWindow {
    Q_OBJECT

private slots:
    void everyWaitHasItsReason();
    void quietHoursAreSaid();
    void anotherDriverPlansInstead();
    void spacesArePausedAndResumedHere();
    void whatWaitsAfterFailuresRunsAtOnce();
    void whileSyncIsOffNothingIsPlanned();

private:
    void openPage(const Settings &settings = worldSettings()) {
        m_world->filled().open(settings);
        m_world->window->openPage(MainWindow::PageName::Schedule);
        QTRY_COMPARE(m_world->rowsOf("scheduleTable"), 8);
    }
    [[nodiscard]] static int rowOf(const ScheduleModel &model, const QString &space) {
        int row = 0;
        while (row < model.rowCount() && cell(model, row, ScheduleModel::SpaceName) != space)
            ++row;
        return row;
    }
    [[nodiscard]] static QString cell(const ScheduleModel &model, int row, int column) {
        return model.index(row, column).data().toString();
    }
};

void SchedulePageTest::everyWaitHasItsReason() {
    const TimePoint now = m_world->clock.now();
    ScheduleModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    ScheduleModel::Drive drive;
    drive.policy = {true, 60s, 2s, 1h, {}};
    std::vector<SpaceRow> rows;
    const auto add = [&](const char *id, const std::function<void(SpaceSchedule &, SpaceRow &)> &change) {
        SpaceSchedule schedule;
        schedule.space = SpaceId(id);
        schedule.lastEnd = now - 20s;
        rows.push_back(plannedRow(id));
        change(schedule, rows.back());
        drive.spaces.push_back(schedule);
    };
    add("a waits",
        [](auto &schedule, auto &) { schedule.jitter = 0.42, schedule.lastEnd = *schedule.lastEnd - 2520ms; });
    add("b rests", [](auto &schedule, auto &) { schedule.resting = true; });
    add("c fails", [](auto &schedule, auto &) { schedule.failures = 3; });
    add("d is due", [](auto &schedule, auto &) { schedule.changed = true; });
    add("e runs", [](auto &schedule, auto &) { schedule.running = true; });
    add("f is paused", [&](auto &, auto &row) { row.pause = Pause{now + 10min, "moving house", "kim"}; });
    add("g is off", [](auto &, auto &row) { row.space.selected = false; });
    model.setDrive(drive, rows, now);
    const char *const expected[] = {"Waits in 40 s 1 min",
                                    "Waits in 59 min 40 s 1 h",
                                    "Waits after failures in 3 min 40 s 1 min",
                                    "Due now 1 min",
                                    "Running – 1 min",
                                    "Paused in 10 min 1 min",
                                    "Off – –"};
    for (int row = 0; row < model.rowCount(); ++row)
        QCOMPARE(QStringLiteral("%1 %2 %3")
                     .arg(cell(model, row, ScheduleModel::State), cell(model, row, ScheduleModel::Next),
                          cell(model, row, ScheduleModel::Every)),
                 QString::fromUtf8(expected[row]));
    QCOMPARE(cell(model, 2, ScheduleModel::BackOff), QStringLiteral("3"));
    QCOMPARE(cell(model, 0, ScheduleModel::Spread), QStringLiteral("+4.2 %"));
    QCOMPARE(cell(model, 0, ScheduleModel::Hours), QStringLiteral(u"–"));
    QCOMPARE(cell(model, 6, ScheduleModel::Spread), QStringLiteral(u"–"));
    QVERIFY(model.due() == (std::vector{SpaceId("c fails"), SpaceId("d is due")}));
    model.setDrive(drive, rows, now + 30s);  // the countdown goes on
    QCOMPARE(cell(model, 0, ScheduleModel::Next), QStringLiteral("in 10 s"));
}

void SchedulePageTest::quietHoursAreSaid() {
    openPage();
    const auto wallOf = [](TimePoint at) {
        const QTime time = QDateTime::fromMSecsSinceEpoch(at.time_since_epoch().count()).time();
        return time.hour() * 60 + time.minute();
    };
    const TimePoint now = m_world->clock.now();
    ScheduleModel &schedule = m_world->models.schedule;
    ScheduleModel::Drive drive;
    drive.policy = {true, 60s, 2s, 1h, {true, wallOf(now - 1h), wallOf(now + 1h)}};
    SpaceSchedule late, early;
    late.space = SpaceId("a late");
    late.lastEnd = now - 30min;
    early.space = SpaceId("b early");
    early.lastEnd = now;
    drive.spaces = {late, early};
    schedule.setDrive(drive, {plannedRow("a late"), plannedRow("b early")}, now);
    QCOMPARE(schedule.countOf(ScheduleModel::Wait::Quiet), 2);
    QCOMPARE(cell(schedule, 0, ScheduleModel::Hours), words::text(toText(drive.policy.quiet)));
    QCOMPARE(cell(schedule, 0, ScheduleModel::State), QStringLiteral("Quiet hours"));
    QVERIFY2(cell(schedule, 0, ScheduleModel::Next).startsWith(QStringLiteral("in ")),
             qPrintable(cell(schedule, 0, ScheduleModel::Next)));
    QVERIFY(schedule.due() == std::vector{SpaceId("a late")});  // what a person runs in spite of them
    QVERIFY2(m_world->textOf("pageSentence").contains(QStringLiteral("Quiet hours: ")),
             qPrintable(m_world->textOf("pageSentence")));
    schedule.setDrive(drive, {plannedRow("a late"), plannedRow("b early")}, now + 2h);
    QCOMPARE(schedule.countOf(ScheduleModel::Wait::Due), 2);
}

void SchedulePageTest::anotherDriverPlansInstead() {
    m_world->environment.isDrivenElsewhere = [](const Settings &) { return true; };
    openPage();
    QTRY_VERIFY(m_world->textOf("pageSentence").contains(QStringLiteral("another program keeps these spaces")));
    QVERIFY(!m_world->find<QAbstractButton>("runDueButton")->isEnabled());
    const ScheduleModel &schedule = m_world->models.schedule;
    QCOMPARE(schedule.countOf(ScheduleModel::Wait::Due) + schedule.countOf(ScheduleModel::Wait::Waiting), 0);
    QVERIFY(schedule.countOf(ScheduleModel::Wait::Observed) > 0);
    const int row = rowOf(schedule, QStringLiteral("Product"));
    QCOMPARE(cell(schedule, row, ScheduleModel::State), QStringLiteral("Observer"));
    QCOMPARE(schedule.index(row, ScheduleModel::State).data(SubtitleRole).toString(),
             QStringLiteral("Driven by wikivaultctl serve."));
}

void SchedulePageTest::spacesArePausedAndResumedHere() {
    openPage();
    QVERIFY(m_world->select("scheduleTable", QStringLiteral("Product")));
    QVERIFY(!m_world->find<QAbstractButton>("scheduleResumeButton")->isEnabled());
    QVERIFY(m_world->click("schedulePauseButton"));
    QVERIFY(m_world->press("pauseHourButton"));
    QTRY_COMPARE(m_world->models.schedule.countOf(ScheduleModel::Wait::Paused), 2);
    QVERIFY(m_world->press("scheduleResumeButton"));
    QTRY_COMPARE(m_world->models.schedule.countOf(ScheduleModel::Wait::Paused), 1);
}

void SchedulePageTest::whatWaitsAfterFailuresRunsAtOnce() {
    openPage();
    const SpaceId product("0190a1b2-0000-7000-8000-000000000006");
    ScheduleModel::Drive drive;
    drive.policy = m_world->models.schedule.policy();
    SpaceSchedule failing;
    failing.space = product;
    failing.failures = 2;
    failing.lastEnd = m_world->clock.now();
    drive.spaces = {failing};
    m_world->models.schedule.setDrive(drive, {*m_world->models.spaces.find(product)}, m_world->clock.now());
    QCOMPARE(m_world->find<QAbstractButton>("runDueButton")->text(), QStringLiteral("Run 1 due now…"));
    m_world->find<QAbstractButton>("runDueButton")->click();
    QVERIFY(m_world->press("confirmRunButton"));
    QTRY_COMPARE(m_world->desks.runsOf(product), 1);
}

void SchedulePageTest::whileSyncIsOffNothingIsPlanned() {
    Settings settings = worldSettings();
    settings.enabled = false;
    openPage(settings);
    QVERIFY(m_world->textOf("pageSentence").contains(QStringLiteral("Sync is switched off")));
    QVERIFY(!m_world->find<QAbstractButton>("runDueButton")->isEnabled());
    QVERIFY(m_world->find<QAbstractButton>("schedulePauseButton")->isEnabled());
}

QTEST_MAIN(SchedulePageTest)
#include "schedule_test.moc"
