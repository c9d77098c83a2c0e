#include "tests/engine/runtime/poller_rig.h"

#include <QTest>

using namespace wikivault;
using namespace wikivault::test;
using namespace std::chrono_literals;

/// What the poller is told of changes, by whom, and what it makes of it.
class PollerNewsTest : public QObject {
    Q_OBJECT

private slots:
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

    /// Of a space of others, or one that went; and a wiki that does not answer tells nothing of either.
    void newsOfASpaceThatDoesNotComeAreForgotten_data() {
        QTest::addColumn<bool>("isSilent");
        QTest::newRow("the wiki has no such space") << false;
        QTest::newRow("the wiki does not answer") << true;
    }

    void newsOfASpaceThatDoesNotComeAreForgotten() {
        QFETCH(const bool, isSilent);
        Rig rig(on());
        rig.desk.addSpace("a");
        if (isSilent) rig.desk.failDigests("The database does not answer.");
        rig.poller.note({kFromFiles, {SpaceId("b")}, false});
        rig.tick(0s);
        rig.desk.failDigests("");
        rig.desk.addSpace("b");
        rig.desk.setLastSuccess("b", rig.now() + 16s);
        rig.tick(16s);
        rig.tick(3s);
        QCOMPARE(rig.desk.runsOf("b"), isSilent ? 1 : 0);
    }
};

QTEST_GUILESS_MAIN(PollerNewsTest)
#include "poller_news_test.moc"
