#include "engine/core/rival_watch.h"

#include <QTest>

using namespace wikivault;
using namespace std::chrono_literals;

namespace {

const SpaceId kHandbook("11111111-1111-4111-8111-111111111111");
const SpaceId kSales("22222222-2222-4222-8222-222222222222");
const TimePoint kNow = *fromIso8601("2026-11-27T14:00:00Z");

LockInfo lockOf(const SpaceId &space, const std::string &holder, const std::string &role = {}) {
    LockInfo lock;
    lock.space = space;
    lock.holder = holder;
    lock.role = role;
    if (!role.empty()) lock.host = "srv2", lock.user = "kim", lock.pid = 7;
    return lock;
}

}  // namespace

/// What looks at the locks tell of others who poll.
class RivalWatchTest : public QObject {
    Q_OBJECT

private slots:
    void aLockThatIsHeldIsOneTake();
    void theSameHolderTakesItAgain();
    void whatIsNoPollerDoesNotCount_data();
    void whatIsNoPollerDoesNotCount();
    void whoItIsMayBeToldLater();
    void afterTenMinutesItIsForgotten();
    void whatIsForgottenIsNotTakenAgain();
    void aServerWithoutANameIsNamed();
};

void RivalWatchTest::aLockThatIsHeldIsOneTake() {
    RivalWatch watch("adm1", 4121);
    for (int look = 0; look < 5; ++look)
        watch.note({lockOf(kHandbook, "3f9c")}, kNow + look * 500ms);
    QCOMPARE(watch.seen(kNow + 3s).takes, 1);
    QCOMPARE(watch.seen(kNow + 3s).lastAt, kNow);
}

void RivalWatchTest::theSameHolderTakesItAgain() {
    RivalWatch watch("adm1", 4121);
    watch.note({lockOf(kHandbook, "3f9c")}, kNow);
    watch.note({lockOf(kSales, "3f9c")}, kNow + 1s);
    watch.note({}, kNow + 2s);
    watch.note({lockOf(kHandbook, "3f9c")}, kNow + 15s);
    QCOMPARE(watch.seen(kNow + 16s).takes, 3);
    QCOMPARE(watch.seen(kNow + 16s).last.space, kHandbook);
}

void RivalWatchTest::whatIsNoPollerDoesNotCount_data() {
    QTest::addColumn<int>("kind");
    QTest::newRow("our own lock") << 0;
    QTest::newRow("another session of this process") << 1;
    QTest::newRow("a command that is run once") << 2;
    QTest::newRow("a space held for maintenance") << 3;
}

void RivalWatchTest::whatIsNoPollerDoesNotCount() {
    QFETCH(int, kind);
    LockInfo lock = lockOf(kHandbook, "3f9c", kind == 2 ? "ctl" : "console");
    if (kind == 0) lock.ours = true;
    if (kind == 1) lock.host = "adm1", lock.pid = 4121;
    if (kind == 3) lock.phase = std::string(kHeldForMaintenance) + " until noon";
    RivalWatch watch("adm1", 4121);
    watch.note({lock}, kNow);
    QCOMPARE(watch.seen(kNow).takes, 0);
    watch.note({lockOf(kHandbook, "other", "serve")}, kNow + 1s);
    QCOMPARE(watch.seen(kNow + 1s).takes, 1);
}

void RivalWatchTest::whoItIsMayBeToldLater() {
    RivalWatch watch("adm1", 4121);
    watch.note({lockOf(kHandbook, "3f9c")}, kNow);
    QCOMPARE(watch.seen(kNow).takes, 1);
    watch.note({lockOf(kHandbook, "3f9c", "ctl")}, kNow + 500ms);
    QCOMPARE(watch.seen(kNow + 500ms).takes, 0);
}

void RivalWatchTest::afterTenMinutesItIsForgotten() {
    RivalWatch watch("adm1", 4121);
    watch.note({lockOf(kHandbook, "3f9c")}, kNow);
    watch.note({}, kNow + 1s);
    QCOMPARE(watch.seen(kNow + 10min - 1ms).takes, 1);
    QCOMPARE(watch.seen(kNow + 10min).takes, 0);
    watch.note({}, kNow + 11min);
    QCOMPARE(watch.seen(kNow + 1s).takes, 0);
}

void RivalWatchTest::whatIsForgottenIsNotTakenAgain() {
    RivalWatch watch("adm1", 4121);
    watch.note({lockOf(kHandbook, "3f9c")}, kNow);
    watch.forget();
    watch.note({lockOf(kHandbook, "3f9c")}, kNow + 1s);
    QCOMPARE(watch.seen(kNow + 1s).takes, 0);
}

void RivalWatchTest::aServerWithoutANameIsNamed() {
    QCOMPARE(describeRival(lockOf(kHandbook, "3f9c")), "the wiki's own server (holder 3f9c)");
    QCOMPARE(describeRival(lockOf(kHandbook, "3f9c", "serve")), "kim@srv2, pid 7 (serve)");
}

QTEST_GUILESS_MAIN(RivalWatchTest)
#include "rival_watch_test.moc"
