#include "engine/core/schedule.h"

#include <QTest>

#include <ctime>

using namespace wikivault;
using namespace std::chrono_literals;

namespace {

const TimePoint kNow{1000h};

SpaceSchedule ended(const std::string &name, std::chrono::milliseconds ago) {
    SpaceSchedule schedule;
    schedule.space = SpaceId(name);
    schedule.lastEnd = kNow - ago;
    return schedule;
}

SchedulePolicy on() {
    SchedulePolicy policy;
    policy.enabled = true;
    return policy;
}

bool isDue(const SpaceSchedule &schedule, const SchedulePolicy &policy = on()) {
    return !dueSpaces({schedule}, policy, kNow).empty();
}

}  // namespace

class ScheduleTest : public QObject {
    Q_OBJECT

private slots:
    void backOffDoublesFromAMinuteToAnHour() {
        QVERIFY(backOffAfter(0) == 0min);
        QVERIFY(backOffAfter(1) == 1min);
        QVERIFY(backOffAfter(2) == 2min);
        QVERIFY(backOffAfter(6) == 32min);
        QVERIFY(backOffAfter(7) == 60min);
        QVERIFY(backOffAfter(1000000) == 60min);
    }

    void aSpaceIsDueWhenItsIntervalIsOver() {
        QVERIFY(isDue(SpaceSchedule{}));
        QVERIFY(!isDue(ended("a", 14999ms)));
        QVERIFY(isDue(ended("a", 15s)));
    }

    void aChangeMakesItDueEarlier() {
        SpaceSchedule schedule = ended("a", 2s);
        QVERIFY(!isDue(schedule));
        schedule.changed = true;
        QVERIFY(isDue(schedule));
        schedule.lastEnd = kNow - 1999ms;
        QVERIFY(!isDue(schedule));
    }

    void nothingIsDueWhileItIsOff() {
        const auto never = [](auto change) {
            SpaceSchedule schedule = ended("a", 10h);
            schedule.changed = true;
            SchedulePolicy policy = on();
            change(schedule, policy);
            return !isDue(schedule, policy) && !dueAt(schedule, policy, kNow);
        };
        QVERIFY(never([](auto &, auto &policy) { policy.enabled = false; }));
        QVERIFY(never([](auto &schedule, auto &) { schedule.selected = false; }));
        QVERIFY(never([](auto &schedule, auto &) { schedule.paused = true; }));
        QVERIFY(never([](auto &schedule, auto &) { schedule.running = true; }));
    }

    void nothingIsDueInQuietHours() {
        // Half an hour around kNow, by this machine's clock.
        const auto wallOf = [](TimePoint time) {
            const std::time_t seconds = std::chrono::floor<std::chrono::seconds>(time).time_since_epoch().count();
            std::tm wall{};
            localtime_r(&seconds, &wall);
            return wall.tm_hour * 60 + wall.tm_min;
        };
        SchedulePolicy policy = on();
        policy.quiet = {true, wallOf(kNow - 15min), wallOf(kNow + 15min)};
        const SpaceSchedule fresh, late = ended("late", 20min), changed = [] {
            SpaceSchedule schedule = ended("changed", 5min);
            schedule.changed = true;
            return schedule;
        }();
        for (const SpaceSchedule &schedule : {fresh, late, changed}) {
            QVERIFY(!isDue(schedule, policy));
            QVERIFY(dueAt(schedule, policy, kNow) == kNow + 15min);
            QCOMPARE(dueSpaces({schedule}, policy, kNow + 15min).size(), std::size_t(1));
        }
        // Due only within them, seen from before.
        QVERIFY(dueAt(ended("a", 905s), policy, kNow - 905s) == kNow + 15min);
        policy.quiet.isOn = false;
        QVERIFY(isDue(late, policy));
    }

    void quietHoursAreRead_data() {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("read");
        QTest::newRow("over midnight") << "22:00-07:00"
                                       << "22:00-07:00";
        QTest::newRow("within a day") << "09:05-17:30"
                                      << "09:05-17:30";
        QTest::newRow("off") << "off"
                             << "off";
        for (const char *bad : {"", "22-7", "22:00-22:00", "24:00-07:00", "22:60-07:00", "22:00 07:00", "22:00-07:00 ",
                                "2a:00-07:00", "on"})
            QTest::newRow(bad) << bad << QString();
    }

    void quietHoursAreRead() {
        QFETCH(QString, text);
        QFETCH(QString, read);
        const auto hours = toQuietHours(text.toStdString());
        QCOMPARE(hours.has_value(), !read.isEmpty());
        if (hours) QCOMPARE(QString::fromStdString(toText(*hours)), read);
    }

    void aFailingSpaceWaitsEvenWhenItChanged() {
        SpaceSchedule schedule = ended("a", 119s);
        schedule.changed = true;
        schedule.failures = 2;
        QVERIFY(!isDue(schedule));
        schedule.lastEnd = kNow - 120s;
        QVERIFY(isDue(schedule));
    }

    void jitterStretchesTheWait() {
        SpaceSchedule schedule = ended("a", 16s);
        schedule.jitter = 1;
        QVERIFY(!isDue(schedule));
        schedule.lastEnd = kNow - 16500ms;
        QVERIFY(isDue(schedule));
        schedule.jitter = 1e9;
        QVERIFY(isDue(schedule));
    }

    void changedSpacesComeFirst() {
        SpaceSchedule changed = ended("changed", 20s), fresh;
        changed.changed = true;
        fresh.space = SpaceId("fresh");
        const auto due =
            dueSpaces({ended("late", 30s), ended("later", 60s), changed, fresh, ended("not", 1s)}, on(), kNow);
        const std::vector<SpaceId> expected{SpaceId("changed"), SpaceId("fresh"), SpaceId("later"), SpaceId("late")};
        QVERIFY(due == expected);
    }
};

QTEST_APPLESS_MAIN(ScheduleTest)
#include "schedule_test.moc"
