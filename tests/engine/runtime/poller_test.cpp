#include "tests/engine/runtime/poller_rig.h"

#include <QTest>

using namespace wikivault;
using namespace wikivault::test;
using namespace std::chrono_literals;

class PollerTest : public QObject {
    Q_OBJECT

private slots:
    void nothingHappensWhileTheMasterSwitchIsOff() {
        Rig rig{SchedulePolicy{}};
        rig.desk.addSpace("a");
        rig.tick(0s);
        QCOMPARE(rig.desk.questions(), 0);
        rig.poller.setPolicy(on());
        rig.tick(2s);
        QCOMPARE(rig.desk.runsOf("a"), 1);
        QCOMPARE(rig.desk.lastRequest("a").trigger, std::string("poll"));
        QVERIFY(!rig.desk.lastRequest("a").named);
    }

    void nothingIsAskedWhileSomebodyElsePolls() {
        std::atomic_bool elsewhere = true;
        Rig rig(on(), [&elsewhere] { return elsewhere.load(); });
        rig.desk.addSpace("a");
        rig.tick(0s);
        QCOMPARE(rig.desk.questions(), 0);
        QVERIFY(rig.poller.watches());
        elsewhere = false;
        rig.tick(2s);
        QVERIFY(!rig.poller.watches());
        QCOMPARE(rig.desk.runsOf("a"), 1);
    }

    void runsOfAnotherProcessCount() {
        Rig rig{on()};
        rig.desk.addSpace("a");
        rig.desk.addSpace("b");
        rig.desk.setLastSuccess("a", rig.now() - 5s);
        rig.desk.setLastSuccess("b", rig.now() - 1h);
        rig.tick(0s);
        QCOMPARE(rig.desk.runsOf("a"), 0);
        QCOMPARE(rig.desk.runsOf("b"), 1);
        rig.tick(12s);  // 17 s after its last run: 15 s and the jitter of a tenth at most
        QCOMPARE(rig.desk.runsOf("a"), 1);
    }

    void selectedSpacesRunOncePerInterval() {
        Rig rig{on()};
        for (const char *space : {"a", "b", "off", "paused"})
            rig.desk.addSpace(space);
        rig.desk.setSelected("off", false);
        rig.desk.setPaused("paused", true);
        rig.tick(0s);
        QCOMPARE(rig.finishedInTick(), 2);
        rig.tick(2s);
        QCOMPARE(rig.finishedInTick(), 0);
        rig.tick(16s);
        QCOMPARE(rig.finishedInTick(), 2);
        rig.desk.setSelected("off", true);
        rig.desk.setPaused("paused", false);
        rig.tick(17s);
        QCOMPARE(rig.finishedInTick(), 4);
    }

    void aTickAsksOneQuestionHoweverManySpaces() {
        Rig rig{on()};
        for (int i = 0; i < 200; ++i) {
            rig.desk.addSpace("space " + std::to_string(i));
            rig.desk.setSelected("space " + std::to_string(i), false);
        }
        for (const auto later : {0s, 3s, 16s, 16s}) {
            const int before = rig.desk.questions();
            rig.tick(later);
            QCOMPARE(rig.desk.questions(), before + 1);
        }
        QCOMPARE(rig.desk.lists(), 0);
    }

    void aSpaceThatIsSwitchedOnIsNoticedByItself() {
        Rig rig{on()};
        rig.desk.addSpace("off");
        rig.desk.setSelected("off", false);
        rig.tick(0s);
        rig.desk.setSelected("off", true);
        rig.tick(16s);
        QCOMPARE(rig.desk.runsOf("off"), 1);
    }

    void aChangeIsNoticedWithinTheDebounce() {
        Rig rig{on()};
        rig.desk.addSpace("a");
        rig.desk.addSpace("b");
        rig.tick(0s);
        rig.desk.touch("a");
        rig.tick(3s);
        QCOMPARE(rig.desk.runsOf("a"), 2);
        QCOMPARE(rig.desk.runsOf("b"), 1);
        rig.tick(3s);
        QCOMPARE(rig.finishedInTick(), 0);
    }

    void aDearQuestionIsAskedOncePerInterval() {
        SchedulePolicy policy = on();
        policy.isLookDear = true;
        Rig rig{policy};
        rig.desk.addSpace("off");
        rig.desk.setSelected("off", false);
        rig.tick(0s);
        const int questions = rig.desk.questions();
        for (int i = 0; i < 4; ++i)
            rig.tick(3s);
        QCOMPARE(rig.desk.questions(), questions);
        rig.tick(3s);
        QCOMPARE(rig.desk.questions(), questions + 1);
    }

    void aQuietSpaceRestsWhileItsVaultIsWatched() {
        Rig rig{on()};
        rig.desk.addSpace("a");
        rig.covered = true;
        rig.tick(0s);
        rig.tick(1min);
        QCOMPARE(rig.desk.runsOf("a"), 1);
        rig.poller.note({kFromFiles, {SpaceId("a")}});
        rig.tick(10ms);
        QCOMPARE(rig.desk.runsOf("a"), 2);
        QCOMPARE(rig.desk.lastRequest("a").reason, std::string(kFromFiles));
        rig.desk.touch("a");
        rig.tick(3s);
        QCOMPARE(rig.desk.runsOf("a"), 3);
        rig.tick(2h);
        QCOMPARE(rig.desk.runsOf("a"), 4);
        rig.covered = false;
        rig.tick(1min);
        QCOMPARE(rig.desk.runsOf("a"), 5);
    }

    void aSpaceThatFailsOrWasLookedAtInPartDoesNotRest() {
        Rig rig{on()};
        rig.desk.addSpace("a");
        rig.covered = true;
        rig.tick(0s);
        RunRequest part;
        part.space = SpaceId("a");
        part.only = "*.md";
        rig.poller.noteBegun(part);
        RunReport report;
        report.space = part.space;
        report.ran = true;
        rig.poller.noteFinished(report, rig.now());
        rig.tick(17s);
        QCOMPARE(rig.desk.runsOf("a"), 2);
        rig.desk.failRunsOf("a", "the disk is full");
        rig.desk.touch("a");
        rig.tick(3s);
        QCOMPARE(rig.desk.runsOf("a"), 3);
        rig.tick(70s);
        QCOMPARE(rig.desk.runsOf("a"), 4);
    }

    void inQuietHoursItLooksAndRunsNothing() {
        SchedulePolicy policy = on();
        Rig rig{policy};
        rig.desk.addSpace("a");
        rig.tick(0s);
        QCOMPARE(rig.desk.runsOf("a"), 1);
        policy.quiet = {true, 0, QuietHours::kDay - 1};
        rig.poller.setPolicy(policy);
        if (!policy.quiet.cover(rig.now() + 10min)) QSKIP("It is a minute before midnight on the clock of the test.");
        rig.poller.note({"files", {SpaceId("a")}});
        rig.tick(10min);
        QCOMPARE(rig.desk.runsOf("a"), 1);
        QVERIFY(rig.poller.schedules().front().changed);  // it knows
        policy.quiet.isOn = false;
        rig.poller.setPolicy(policy);
        rig.tick(1s);
        QCOMPARE(rig.desk.runsOf("a"), 2);
    }

    void aFailingSpaceBacksOffAloneAndRecovers() {
        Rig rig{on()};
        rig.desk.addSpace("a");
        rig.desk.addSpace("b");
        rig.desk.failRunsOf("a", "the disk is full");
        rig.tick(0s);
        QVERIFY(rig.poller.retryAt(SpaceId("a")) >= rig.now() + 1min);
        QVERIFY(!rig.poller.retryAt(SpaceId("b")));
        rig.tick(30s);
        QCOMPARE(rig.desk.runsOf("a"), 1);
        QCOMPARE(rig.desk.runsOf("b"), 2);
        rig.tick(40s);
        QCOMPARE(rig.desk.runsOf("a"), 2);
        rig.tick(70s);
        QCOMPARE(rig.desk.runsOf("a"), 2);
        rig.desk.failRunsOf("a", "");
        rig.tick(70s);
        QCOMPARE(rig.desk.runsOf("a"), 3);
        QVERIFY(!rig.poller.retryAt(SpaceId("a")));
        rig.tick(17s);
        QCOMPARE(rig.desk.runsOf("a"), 4);
    }

    void aSpaceThatWasMendedRunsAtOnce() {
        Rig rig{on()};
        rig.desk.addSpace("a");
        rig.desk.failRunsOf("a", "the disk is full");
        rig.tick(0s);
        rig.tick(70s);
        QCOMPARE(rig.desk.runsOf("a"), 2);
        rig.desk.failRunsOf("a", "");
        rig.tick(3s);
        QCOMPARE(rig.desk.runsOf("a"), 2);
        rig.poller.noteMended(SpaceId("a"));
        QVERIFY(!rig.poller.retryAt(SpaceId("a")));
        rig.tick(1s);
        QCOMPARE(rig.desk.runsOf("a"), 3);
        QCOMPARE(rig.desk.lastRequest("a").reason, std::string("a fix"));
        rig.poller.noteMended(SpaceId("nobody"));
    }

    /// What failed before is nobody's trouble any more, and the space that comes back runs at once.
    void disabledSpaceLingers_aSpaceSwitchedOffIsForgotten() {
        Rig rig{on()};
        rig.desk.addSpace("a");
        rig.desk.failRunsOf("a", "the disk is full");
        rig.tick(0s);
        QVERIFY(rig.poller.retryAt(SpaceId("a")));
        rig.desk.setSelected("a", false);
        rig.tick(16s);
        QVERIFY(!rig.poller.retryAt(SpaceId("a")));
        rig.tick(16s);
        QCOMPARE(rig.desk.runsOf("a"), 1);
        rig.desk.failRunsOf("a", "");
        rig.desk.setSelected("a", true);
        rig.tick(3s);
        QCOMPARE(rig.desk.runsOf("a"), 2);
    }

    void overlappingTicksAreSkipped() {
        Rig rig{on()};
        rig.desk.addSpace("a");
        std::promise<void> gate;
        const std::shared_future<void> open = gate.get_future().share();
        for (int lane = 0; lane < 2; ++lane)
            rig.service.post([open](const std::stop_token &) { open.wait(); });
        for (int i = 0; i < 5; ++i)
            rig.poller.tick(rig.service, rig.now());
        gate.set_value();
        rig.tick(0s);
        QVERIFY(rig.desk.questions() <= 2);
    }

    void anUnreachableWikiIsAskedAgainAfterTheInterval() {
        Rig rig{on()};
        rig.desk.addSpace("a");
        rig.desk.failDigests("The database does not answer.");
        rig.tick(0s);
        QCOMPARE(rig.poller.problem(), std::string("The database does not answer."));
        rig.tick(5s);
        QCOMPARE(rig.desk.questions(), 1);
        rig.desk.failDigests("");
        rig.tick(10s);
        QCOMPARE(rig.poller.problem(), std::string());
        QCOMPARE(rig.desk.runsOf("a"), 1);
    }

    void aRunThatIsGoingOnIsNotAskedForAgain() {
        Rig rig{on()};
        rig.desk.addSpace("a");
        rig.tick(0s);
        rig.desk.hold("a");
        RunRequest request;
        request.space = SpaceId("a");
        rig.service.submit(request);
        rig.desk.waitForRuns("a", 2);
        rig.desk.touch("a");
        rig.poller.tick(rig.service, rig.now() + 1h);
        rig.settleJobs();
        rig.desk.release("a");
        rig.tick(0s);
        QCOMPARE(rig.desk.runsOf("a"), 2);
    }

    /// A watch over the vaults that stands still is no reason for a driver to say nothing any more.
    void whoeverHoldsUpAnAnswerHoldsUpNobodyElse() {
        FakeSpaceDesk desk;
        desk.addSpace("a");
        std::promise<void> asked, answer;
        std::atomic_bool isHeld = false;
        const std::shared_future<void> answered = answer.get_future().share();
        const auto isCovered = [&](const SpaceId &) {
            if (!isHeld.exchange(false)) return true;
            asked.set_value();
            answered.wait();
            return true;
        };
        Poller poller(desk, on(), {{}, {}, isCovered});
        SyncEvents events;
        events.finished = [&poller](const RunReport &report) { poller.noteFinished(report, TimePoint(1000h)); };
        SyncService service(desk, 2, std::move(events));
        poller.tick(service, TimePoint(1000h));
        QTRY_COMPARE(desk.runsOf("a"), 1);
        QTRY_VERIFY(service.isIdle());
        isHeld = true;
        const std::jthread ticking([&] { poller.tick(service, TimePoint(1000h)); });
        asked.get_future().wait();
        auto told = std::async(std::launch::async, [&poller] { return poller.problem(); });
        const bool isTold = told.wait_for(10s) == std::future_status::ready;
        answer.set_value();
        QVERIFY(isTold);
    }
};

QTEST_GUILESS_MAIN(PollerTest)
#include "poller_test.moc"
