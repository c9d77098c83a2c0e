#include "engine/core/deletion_guard.h"

#include <QTest>

using namespace wikivault;

namespace {

struct Numbers {
    int pages = 0, planned = 0, lately = 0;
};

}  // namespace

class DeletionGuardTest : public QObject {
    Q_OBJECT

private slots:
    void deletesAreCountedOverADay_data() {
        QTest::addColumn<int>("pages");
        QTest::addColumn<int>("planned");
        QTest::addColumn<int>("lately");
        QTest::addColumn<bool>("held");
        const auto row = [](const char *tag, const Numbers &n, bool held) {
            QTest::newRow(tag) << n.pages << n.planned << n.lately << held;
        };
        row("nothing to delete", {10, 0, 0}, false);
        row("nothing to delete after many", {10, 0, 50}, false);
        row("mass delete, 6 of 10", {10, 6, 0}, true);
        row("mass delete, 9 of 10", {10, 9, 0}, true);
        row("5 of 10", {10, 5, 0}, false);
        row("tiny vault, 1 of 2", {2, 1, 0}, false);
        row("tiny vault, 2 of 2", {2, 2, 0}, true);
        row("the only page", {1, 1, 0}, false);
        row("5 of 5", {5, 5, 0}, true);
        row("L-05 all of 100", {100, 100, 0}, true);
        row("20 of 100", {100, 20, 0}, false);
        row("21 of 100", {100, 21, 0}, true);
        row("10 after 10 of 100", {90, 10, 10}, false);
        row("11 after 10 of 100", {90, 11, 10}, true);
        row("the last after the others", {1, 1, 3}, true);
        row("200 of 1000", {1000, 200, 0}, false);
        row("201 of 1000", {1000, 201, 0}, true);
    }
    void deletesAreCountedOverADay() {
        QFETCH(int, pages);
        QFETCH(int, planned);
        QFETCH(int, lately);
        QFETCH(bool, held);
        GuardCounts counts;
        counts.pages = pages;
        counts.inWiki.deletes = planned;
        counts.inWiki.deletesLately = lately;
        const GuardVerdict wiki = guardDeletions(counts);
        QCOMPARE(!wiki.inWiki.deletesHeld.empty(), held);
        QCOMPARE(wiki.holdsNothing(), !held);
        counts.inGit = counts.inWiki;
        counts.inWiki = {};
        const GuardVerdict git = guardDeletions(counts);
        QCOMPARE(!git.inGit.deletesHeld.empty(), held);
        QVERIFY(git.inWiki == GuardedSide{});
    }

    void overwritesAreCountedOverADay_data() {
        QTest::addColumn<int>("pages");
        QTest::addColumn<int>("planned");
        QTest::addColumn<int>("lately");
        QTest::addColumn<bool>("held");
        const auto row = [](const char *tag, const Numbers &n, bool held) {
            QTest::newRow(tag) << n.pages << n.planned << n.lately << held;
        };
        row("all of a small space", {5, 5, 0}, false);
        row("6 of 6", {6, 6, 0}, true);
        row("half of 100", {100, 50, 0}, false);
        row("51 of 100", {100, 51, 0}, true);
        row("30 after 30 of 100", {100, 30, 30}, true);
        row("none after many", {100, 0, 80}, false);
    }
    void overwritesAreCountedOverADay() {
        QFETCH(int, pages);
        QFETCH(int, planned);
        QFETCH(int, lately);
        QFETCH(bool, held);
        GuardCounts counts;
        counts.pages = pages;
        counts.inGit.overwrites = planned;
        counts.inGit.overwritesLately = lately;
        const GuardVerdict verdict = guardDeletions(counts);
        QCOMPARE(!verdict.inGit.overwritesHeld.empty(), held);
        QCOMPARE(verdict.holdsNothing(), !held);
    }

    void aFloodOfFilesSetAsideIsHeld() {
        GuardCounts counts;
        counts.pages = 1000;
        counts.setAside = 20;
        QVERIFY(guardDeletions(counts).holdsNothing());
        counts.setAsideLately = 1;
        QVERIFY(!guardDeletions(counts).setAsideHeld.empty());
        counts.setAside = 0;
        QVERIFY(guardDeletions(counts).holdsNothing());
    }

    void oneKindHoldsNoOther() {
        GuardCounts counts;
        counts.pages = 100;
        counts.inWiki.deletes = 30;
        counts.inWiki.overwrites = 10;
        counts.inGit.deletes = 3;
        const GuardVerdict verdict = guardDeletions(counts);
        QVERIFY(verdict.inWiki.overwritesHeld.empty());
        QVERIFY(verdict.inGit == GuardedSide{});
        QCOMPARE(verdict.inWiki.deletesHeld,
                 std::string("Would delete 30 pages in the wiki: at most 20 of 100 pages (20 %, never fewer than 5) go "
                             "unasked within 24 hours."));
    }
};

QTEST_APPLESS_MAIN(DeletionGuardTest)
#include "deletion_guard_test.moc"
