#include "models/review_state.h"

#include <QTest>

using namespace wikivault;

namespace {

ConflictDetail trip() {
    ConflictDetail detail;
    detail.summary.kind = ConflictKind::Body;
    detail.base = "---\ntitle: Trip\n---\n\nfly 7 days\n\nmiddle\n\nby train";
    detail.wiki = "---\ntitle: Trip\n---\n\nfly 14 days\n\nmiddle of the wiki\n\nby slow train";
    detail.git = "---\ntitle: Trip\n---\n\nfly 10 days\n\nmiddle\n\nby fast train";
    return detail;
}

std::string nothing(int) {
    return {};
}

QString resultOf(const ReviewState &state) {
    return reviewResult(trip(), state.answers(&nothing), state.uniform()).text;
}

}  // namespace

/// Decisions about the blocks of a conflict, kept, taken back and put into one text.
class ReviewStateTest : public QObject {
    Q_OBJECT

private slots:
    void everyBlockIsDecidedByItself() {
        ReviewState state(reviewBlocks(trip()));
        QCOMPARE(state.blocks(), 2);
        QCOMPARE(state.undecided(), 2);
        state.decide(0, {BlockTake::Wiki, {}});
        QVERIFY(!state.isDecided() && state.stepUndecided(true));
        QCOMPARE(state.current(), 1);
        state.decide(1, {BlockTake::GitWiki, {}});
        QVERIFY(state.isDecided() && !state.stepUndecided(false));
        QCOMPARE(resultOf(state),
                 QStringLiteral("fly 14 days\n\nmiddle of the wiki\n\nby fast train\n\nby slow train"));
        QVERIFY(!state.uniform());
    }

    void aSideForEveryBlockIsThatSide() {
        ReviewState state(reviewBlocks(trip()));
        state.decideUndecided(BlockTake::Wiki);
        const ReviewResult result = reviewResult(trip(), state.answers(&nothing), state.uniform());
        QVERIFY(result.take == Take::Wiki);
        QCOMPARE(result.text.toStdString(), takenText(trip(), Take::Wiki));
    }

    void aSideInAListLeavesTheOtherItemsOfBoth() {
        ConflictDetail list = trip();
        list.base = "- a\n- b\n- c";
        list.wiki = "- a wiki\n- b wiki\n- c";
        list.git = "- a\n- b git\n- c git";
        ReviewState state(reviewBlocks(list));
        state.decideUndecided(BlockTake::Wiki);
        const ReviewResult result = reviewResult(list, state.answers(&nothing), state.uniform());
        QCOMPARE(result.text, QStringLiteral("- a wiki\n- b wiki\n- c git"));
        QVERIFY2(!result.take, "the wiki's list as a whole would lose git's item");
    }

    void everyStepIsTakenBack() {
        ReviewState state(reviewBlocks(trip()));
        state.decide(0, {BlockTake::Words, {}});
        state.decide(1, {BlockTake::Own, "on foot"});
        const QString decided = resultOf(state);
        QVERIFY2(decided.contains(QStringLiteral("fly 14 10 days")) && decided.endsWith(QStringLiteral("on foot")),
                 qPrintable(decided));
        state.setWhole("all new");
        state.undo();
        QVERIFY(!state.whole());
        state.undo();
        QCOMPARE(state.undecided(), 1);
        state.undo();
        QCOMPARE(state.undecided(), 2);
        QVERIFY(!state.canUndo());
        state.redo();
        state.redo();
        QCOMPARE(resultOf(state), decided);
        state.undo();
        state.decide(1, {BlockTake::Base, {}});
        QVERIFY2(!state.canRedo(), "another way was taken");
        state.reopen(1);
        QCOMPARE(state.undecided(), 1);
    }

    void aDraftFindsItsBlocksAgain() {
        ReviewState state(reviewBlocks(trip()));
        state.decide(0, {BlockTake::Own, "walk\nor swim"});
        state.decide(1, {BlockTake::Git, {}});
        const ConflictDraft draft = state.draft();
        ReviewState again(reviewBlocks(trip()));
        QCOMPARE(again.restore(draft), 2);
        QCOMPARE(resultOf(again), resultOf(state));
        ConflictDetail moved = trip();
        moved.wiki = "---\ntitle: Trip\n---\n\nfly 14 days\n\nmiddle of the wiki\n\nby no train";
        ReviewState later(reviewBlocks(moved));
        QCOMPARE(later.restore(draft), 1);
        QCOMPARE(later.undecided(), 1);
        QCOMPARE(later.current(), 1);
    }

    void withoutABaseTwoSidesAreShown() {
        ConflictDetail detail = trip();
        detail.summary.kind = ConflictKind::NoBase;
        detail.base.reset();
        const ReviewState state(reviewBlocks(detail));
        QVERIFY(!state.hasBase());
        QCOMPARE(state.blocks(), 1);
        QVERIFY(state.block(0).baseLines.empty() && !state.block(0).wikiLines.front().marks.empty());
    }
};

QTEST_APPLESS_MAIN(ReviewStateTest)
#include "review_state_test.moc"
