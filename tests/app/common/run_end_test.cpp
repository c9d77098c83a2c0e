#include "app/common/run_end.h"

#include <QTest>

using namespace wikivault;

/// What a run had planned is not done where it ended before.
class RunEndTest : public QObject {
    Q_OBJECT

private slots:
    void whatWasNotWrittenIsNotDone() {
        RunReport report;
        const auto add = [&](Direction direction, Action action, Outcome outcome) {
            Item item;
            item.direction = direction;
            item.action = action;
            item.outcome = outcome;
            report.items.push_back(item);
        };
        add(Direction::WikiToGit, Action::Update, Outcome::Done);
        add(Direction::WikiToGit, Action::Heal, Outcome::Done);
        add(Direction::GitToWiki, Action::Update, Outcome::Done);
        add(Direction::WikiToGit, Action::Update, Outcome::Held);
        report.pull.written = 1;
        noteUnwritten(report);
        QCOMPARE(report.items[0].outcome, Outcome::Skipped);
        QVERIFY(report.items[0].detail.starts_with("the run ended before this was written"));
        QCOMPARE(report.items[1].outcome, Outcome::Done);
        QCOMPARE(report.items[2].outcome, Outcome::Done);
        QCOMPARE(report.items[3].outcome, Outcome::Held);
        QCOMPARE(report.pull.written, 0);
    }
};

QTEST_GUILESS_MAIN(RunEndTest)
#include "run_end_test.moc"
