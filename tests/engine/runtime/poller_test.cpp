#include "engine/runtime/poller.h"

#include "tests/fakes/fake_space_desk.h"

#include <QTest>

#include <atomic>
#include <future>
#include <memory>

using namespace wikivault;
using namespace std::chrono_literals;

namespace {

SchedulePolicy on() {
    SchedulePolicy policy;
    policy.enabled = true;
    return policy;
}

/// A poller, its service and a clock that moves when told.
class Rig {
public:
    explicit Rig(const SchedulePolicy &policy, std::function<bool()> elsewhere = {})
        : poller(desk, policy,
                 {std::move(elsewhere), [this] { return told.load(); },
                  [this](const SpaceId &) { return covered.load(); }}),
          service(desk, 2, events()) {}

    /// One tick at `later` than the previous one, and everything it sets off.
    void tick(std::chrono::milliseconds later) {
        m_now = m_now.load() + later;
        const int finished = settle();
        poller.tick(service, m_now);
        settle();
        m_finishedInTick = m_finished - finished;
    }
    /// The `nth` run of space "a", `what` while it is on, and time for one more.
    void duringRun(int nth, const std::function<void()> &what) {
        desk.hold("a");
        poller.tick(service, now());
        desk.waitForRuns("a", nth);
        what();
        desk.release("a");
        tick(10ms);
        tick(3s);
    }
    /// Waits until both job lanes are idle.
    void settleJobs() {
        const auto first = std::make_shared<std::promise<void>>(), second = std::make_shared<std::promise<void>>();
        const std::shared_future<void> both = second->get_future().share();
        service.post([first, both](const std::stop_token &) {
            first->set_value();
            both.wait();
        });
        service.post([second](const std::stop_token &) { second->set_value(); });
        first->get_future().wait();
        both.wait();
    }
    int finishedInTick() const { return m_finishedInTick; }
    TimePoint now() const { return m_now; }

    FakeSpaceDesk desk;
    std::atomic_bool told = false;     ///< a feed says that it tells all
    std::atomic_bool covered = false;  ///< and of the vaults as well
    Poller poller;
    SyncService service;

private:
    SyncEvents events() {
        SyncEvents events;
        events.started = [this](const RunRequest &request) { poller.noteBegun(request); };
        events.finished = [this](const RunReport &report) {
            poller.noteFinished(report, m_now);
            ++m_finished;
        };
        return events;
    }
    int settle() {
        settleJobs();
        for (const char *space : {"a", "b", "off", "paused"})
            while (service.isBusy(SpaceId(space)))
                std::this_thread::yield();
        return m_finished;
    }

    std::atomic<TimePoint> m_now{TimePoint(1000h)};
    std::atomic_int m_finished = 0;
    int m_finishedInTick = 0;
};

}  // namespace

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

    void aSpaceThatIsToldOfRunsAtOnce() {
        Rig rig{on()};
        rig.desk.addSpace("a");
        rig.desk.addSpace("b");
        rig.desk.addSpace("off");
        rig.desk.setSelected("off", false);
        rig.told = true;
        rig.tick(0s);
        const int questions = rig.desk.questions();
        rig.tick(3s);
        QCOMPARE(rig.desk.questions(), questions);  // nobody needs to ask
        rig.poller.note({kFromDatabase, {SpaceId("a"), SpaceId("off")}});
        rig.tick(10ms);
        QCOMPARE(rig.desk.runsOf("a"), 2);
        QCOMPARE(rig.desk.lastRequest("a").trigger, std::string("event"));
        QCOMPARE(rig.desk.lastRequest("a").reason, std::string("database"));
        QCOMPARE(rig.desk.runsOf("b"), 1);
        QCOMPARE(rig.desk.runsOf("off"), 0);
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

    void bothSpacesOfAnEventRun() {
        Rig rig{on()};
        rig.desk.addSpace("a");
        rig.desk.addSpace("b");
        rig.told = true;
        rig.tick(0s);
        rig.tick(3s);
        rig.poller.note({kFromDatabase, {SpaceId("a"), SpaceId("b")}});
        rig.tick(10ms);
        QCOMPARE(rig.finishedInTick(), 2);
    }

    void newsWaitForTheDebounceOfTheirSpace() {
        Rig rig{on()};
        rig.desk.addSpace("a");
        rig.told = true;
        rig.tick(0s);
        for (int i = 0; i < 5; ++i) {
            rig.poller.note({kFromDatabase, {SpaceId("a")}});
            rig.tick(300ms);
            QCOMPARE(rig.desk.runsOf("a"), 1);
        }
        rig.tick(1s);
        QCOMPARE(rig.desk.runsOf("a"), 2);
        rig.tick(3s);
        QCOMPARE(rig.desk.runsOf("a"), 2);
    }

    void newsDuringARunRunItAgain() {
        Rig rig{on()};
        rig.desk.addSpace("a");
        rig.told = true;
        rig.duringRun(1, [&] { rig.poller.note({kFromDatabase, {SpaceId("a")}}); });
        QCOMPARE(rig.desk.runsOf("a"), 2);
    }

    void itsOwnWritesDoNotRunASpaceAgain() {
        Rig rig{on()};
        rig.desk.addSpace("a");
        rig.desk.writeInRunsOf("a");
        rig.tick(0s);
        rig.tick(3s);
        QCOMPARE(rig.desk.runsOf("a"), 1);
        rig.told = true;  // and where the database tells of them while the run is on
        rig.desk.touch("a");
        rig.poller.note({kFromDatabase, {SpaceId("a")}});
        rig.duringRun(2, [&] { rig.poller.note({kFromDatabase, {SpaceId("a")}}); });
        QCOMPARE(rig.desk.runsOf("a"), 2);
        rig.desk.touch("a");
        rig.poller.note({kFromDatabase, {SpaceId("a")}});
        rig.tick(3s);
        QCOMPARE(rig.desk.runsOf("a"), 3);
    }

    void whatOthersWroteMeanwhileDoes_data() {
        QTest::addColumn<bool>("isTold");
        QTest::newRow("asked for") << false;
        QTest::newRow("told") << true;
    }
    void whatOthersWroteMeanwhileDoes() {
        QFETCH(bool, isTold);
        Rig rig{on()};
        rig.desk.addSpace("a");
        rig.desk.writeInRunsOf("a");
        rig.told = isTold;
        rig.duringRun(1, [&] {
            rig.desk.touch("a");  // after its last look
            if (isTold) rig.poller.note({kFromDatabase, {SpaceId("a")}});
        });
        QCOMPARE(rig.desk.runsOf("a"), 2);
    }

    void filesThatChangedMeanwhileAreNotTakenForItsWrites() {
        for (const char *last : {kFromDatabase, kFromFiles}) {
            Rig rig{on()};
            rig.desk.addSpace("a");
            rig.desk.writeInRunsOf("a");
            rig.told = true;
            rig.duringRun(1, [&] {
                rig.poller.note({last == kFromFiles ? kFromDatabase : kFromFiles, {SpaceId("a")}});
                rig.poller.note({last, {SpaceId("a")}});
            });
            QCOMPARE(rig.desk.runsOf("a"), 2);
        }
    }

    void whoeverMayHaveMissedAChangeLooks() {
        Rig rig{on()};
        rig.desk.addSpace("a");
        rig.desk.addSpace("b");
        rig.told = true;
        rig.tick(0s);
        rig.tick(3s);
        rig.desk.touch("b");
        rig.tick(1s);
        QCOMPARE(rig.finishedInTick(), 0);
        rig.poller.note({kFromDatabase, {}, true});
        rig.tick(10ms);
        QCOMPARE(rig.desk.runsOf("a"), 1);
        QCOMPARE(rig.desk.runsOf("b"), 2);
        QCOMPARE(rig.desk.lastRequest("b").trigger, std::string("event"));
        rig.told = false;
        rig.desk.touch("a");
        rig.tick(3s);
        QCOMPARE(rig.desk.runsOf("a"), 2);
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

    void aSpaceNobodyKnewOfIsLookedUp() {
        Rig rig{on()};
        rig.desk.addSpace("a");
        rig.told = true;
        rig.tick(0s);
        rig.desk.addSpace("b");
        rig.poller.note({kFromDatabase, {SpaceId("b")}});
        rig.tick(3s);
        QCOMPARE(rig.desk.runsOf("b"), 1);
    }

    void aDatabaseThatSpeaksIsAskedAgainAtOnce() {
        Rig rig{on()};
        rig.desk.addSpace("a");
        rig.desk.failDigests("The database does not answer.");
        rig.tick(0s);
        rig.desk.failDigests("");
        rig.poller.note({"files", {SpaceId("a")}});
        rig.tick(1s);
        QCOMPARE(rig.desk.runsOf("a"), 0);
        rig.poller.note({kFromDatabase, {}, true});
        rig.tick(1s);
        QCOMPARE(rig.desk.runsOf("a"), 1);
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

    /// Somebody writes a file while the driver has not read yet which spaces there are.
    void newsBeforeTheFirstLookAreNoLessNews() {
        Rig rig(on());
        rig.desk.addSpace("a");
        rig.desk.setLastSuccess("a", rig.now());
        rig.poller.note({kFromFiles, {SpaceId("a")}, false});
        rig.tick(0s);
        rig.tick(3s);
        QCOMPARE(rig.desk.runsOf("a"), 1);
        QCOMPARE(rig.desk.lastRequest("a").reason, std::string(kFromFiles));
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
