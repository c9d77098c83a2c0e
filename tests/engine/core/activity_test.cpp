#include "engine/core/activity.h"

#include <QTest>

using namespace wikivault;
using namespace std::chrono_literals;

/// What is news, what goes on, what is solved.
class ActivityTest : public QObject {
    Q_OBJECT

private slots:
    void whatIsFoundFirstIsNews() {
        const auto change = compareActivity({}, {conflicts(2, 0h)}, at(1h));
        QVERIFY(change.begun == std::vector{conflicts(2, 0h)});
        QVERIFY(change.all == change.begun);
        QVERIFY(change.solved.empty());
    }

    void whatGoesOnKeepsItsBeginning() {
        const auto change = compareActivity({conflicts(2, 0h)}, {conflicts(1, 5h)}, at(6h));
        QVERIFY(change.all == std::vector{conflicts(1, 0h)});
        QVERIFY(change.begun.empty() && change.solved.empty());
    }

    void moreConflictsAreNewsMoreFailuresAreNot() {
        const auto change =
            compareActivity({conflicts(1, 0h), failing(3, 0h)}, {conflicts(2, 1h), failing(4, 1h)}, at(1h));
        QVERIFY(change.begun == std::vector{conflicts(2, 0h)});
        QCOMPARE(change.all.size(), std::size_t(2));
    }

    void whatIsNoLongerFoundIsSolvedOnce() {
        const auto change = compareActivity({failing(3, 0h)}, {}, at(2h));
        QCOMPARE(change.solved.size(), std::size_t(1));
        QCOMPARE(*change.solved.front().solvedAt, at(2h));
        QVERIFY(change.all == change.solved);
        const auto later = compareActivity(change.all, {}, at(3h));
        QVERIFY(later.solved.empty() && later.begun.empty());
        QVERIFY(later.all == change.all);
    }

    void whatComesBackIsNewsAndTheOldRowStays() {
        const auto solved = compareActivity({failing(3, 0h)}, {}, at(2h)).all;
        const auto change = compareActivity(solved, {failing(1, 4h)}, at(4h));
        QVERIFY(change.begun == std::vector{failing(1, 4h)});
        QCOMPARE(change.all.size(), std::size_t(2));
        QVERIFY(!change.all.front().solvedAt && change.all.back().solvedAt);
    }

    void spacesAndKindsAreApart() {
        Activity elsewhere = conflicts(2, 0h);
        elsewhere.space = SpaceId("other");
        const auto change = compareActivity({conflicts(2, 0h)}, {elsewhere, failing(1, 1h)}, at(1h));
        QCOMPARE(change.begun.size(), std::size_t(2));
        QCOMPARE(change.solved.size(), std::size_t(1));
    }

    void solvedOnesAreForgottenAfterAMonth() {
        const auto solved = compareActivity({failing(3, 0h)}, {}, at(2h)).all;
        QCOMPARE(compareActivity(solved, {}, at(2h + 720h)).all.size(), std::size_t(1));
        QVERIFY(compareActivity(solved, {}, at(3h + 720h)).all.empty());
    }

    void theListIsBoundedButNothingOpenIsLeftOut() {
        std::vector<Activity> known, found;
        for (int i = 0; i < 600; ++i) {
            found.push_back(failing(1, 1h));
            found.back().space = SpaceId("open" + std::to_string(i));
            known.push_back(failing(1, 0h));
            known.back().space = SpaceId("solved" + std::to_string(i));
        }
        const auto change = compareActivity(known, found, at(1h));
        QCOMPARE(change.all.size(), std::size_t(600));
        QVERIFY(std::none_of(change.all.begin(), change.all.end(), [](const Activity &one) { return one.solvedAt; }));
    }

    void wordsAreReadBack() {
        for (const auto kind : {ActivityKind::Failing, ActivityKind::Conflict, ActivityKind::Settled,
                                ActivityKind::Guard, ActivityKind::StuckLock})
            QVERIFY(activityKind(toWord(kind)) == kind);
        QVERIFY(!activityKind("another"));
    }

private:
    static TimePoint at(std::chrono::milliseconds passed) { return *fromIso8601("2026-11-24T00:00:00Z") + passed; }
    static Activity conflicts(int count, std::chrono::milliseconds since) {
        return {SpaceId("one"), ActivityKind::Conflict, count, "", {}, at(since), std::nullopt};
    }
    static Activity failing(int count, std::chrono::milliseconds since) {
        return {SpaceId("one"), ActivityKind::Failing, count, "Refused.", {}, at(since), std::nullopt};
    }
};

QTEST_APPLESS_MAIN(ActivityTest)
#include "activity_test.moc"
