#include "engine/core/schedule.h"

#include <QTest>

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
            return !isDue(schedule, policy) && !dueAt(schedule, policy);
        };
        QVERIFY(never([](auto &, auto &policy) { policy.enabled = false; }));
        QVERIFY(never([](auto &schedule, auto &) { schedule.selected = false; }));
        QVERIFY(never([](auto &schedule, auto &) { schedule.paused = true; }));
        QVERIFY(never([](auto &schedule, auto &) { schedule.running = true; }));
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
