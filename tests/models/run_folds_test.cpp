#include "models/run_folds.h"
#include "models/cell.h"
#include "models/english_plurals.h"

#include <QAbstractItemModelTester>
#include <QCoreApplication>
#include <QTest>

using namespace wikivault;

namespace {

const TimePoint kNow = *fromIso8601("2026-11-24T14:03:10.000Z");

/// `a!` is a run of space a that was skipped for a lock, `a?` one for a pause, `a` one that ran; oldest first.
std::vector<RunRecord> journalOf(const QStringList &runs) {
    std::vector<RunRecord> records;
    for (int at = int(runs.size()) - 1; at >= 0; --at) {
        RunRecord run;
        run.id = RunId(std::to_string(100 + at));
        run.space = SpaceId(runs.at(at).left(1).toStdString());
        run.trigger = "poll";
        run.startedAt = kNow - std::chrono::minutes(runs.size() - at);
        run.endedAt = run.startedAt;
        run.outcome = runs.at(at).size() > 1 ? "skipped" : "done";
        if (runs.at(at).endsWith(QLatin1Char('!'))) run.skipped = SkipReason::LockHeld;
        if (runs.at(at).endsWith(QLatin1Char('?'))) run.skipped = SkipReason::Paused;
        records.push_back(run);
    }
    return records;
}

QStringList rowsOf(const RunFolds &folds) {
    QStringList rows;
    for (int row = 0; row < folds.rowCount(); ++row)
        rows << folds.index(row, RunListModel::SpaceName).data().toString() + QLatin1Char(' ') +
                    folds.index(row, RunListModel::Result).data().toString();
    return rows;
}

}  // namespace

/// Skipped runs that say the same are one row.
class RunFoldsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { QCoreApplication::installTranslator(&m_plurals); }
    void skipsThatFollowEachOtherAreOneRow_data();
    void skipsThatFollowEachOtherAreOneRow();
    void aFoldSaysWhyAndHowLong();
    void aFoldIsUnfoldedAndFoldedAgain();
    void anUnfoldedFoldStaysSoWhenItGrows();
    void aHiddenRunIsRevealed();

private:
    EnglishPlurals m_plurals;
    RunListModel m_runs{[](const SpaceId &space) { return QString::fromStdString(space.str()); }};
};

void RunFoldsTest::skipsThatFollowEachOtherAreOneRow_data() {
    QTest::addColumn<QStringList>("journal");
    QTest::addColumn<QStringList>("rows");
    const auto row = [](const char *name, const QString &journal, const QStringList &rows) {
        QTest::newRow(name) << journal.split(QLatin1Char(' '), Qt::SkipEmptyParts) << rows;
    };
    row("nothing", QString(), {});
    row("one skip stands by itself", QStringLiteral("a a! a"),
        {QStringLiteral("a Done"), QStringLiteral("a Skipped"), QStringLiteral("a Done")});
    row("two are one row", QStringLiteral("a! a!"), {QStringLiteral("a 2 skips")});
    row("a run between parts them", QStringLiteral("a! a! a a! a! a!"),
        {QStringLiteral("a 3 skips"), QStringLiteral("a Done"), QStringLiteral("a 2 skips")});
    row("another reason parts them", QStringLiteral("a! a! a? a?"),
        {QStringLiteral("a 2 skips"), QStringLiteral("a 2 skips")});
    row("what other spaces do does not", QStringLiteral("a! b a! b! a! b!"),
        {QStringLiteral("b 2 skips"), QStringLiteral("a 3 skips"), QStringLiteral("b Done")});
}

void RunFoldsTest::skipsThatFollowEachOtherAreOneRow() {
    QFETCH(QStringList, journal);
    QFETCH(QStringList, rows);
    RunFolds folds(m_runs);
    const QAbstractItemModelTester contract(&folds, QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_runs.setRuns(journalOf(journal), kNow);
    QCOMPARE(rowsOf(folds), rows);
    std::size_t runs = 0;
    for (int row = 0; row < folds.rowCount(); ++row)
        runs += folds.runsAt(row).size();
    QCOMPARE(int(runs), int(journal.size()));
}

void RunFoldsTest::aFoldSaysWhyAndHowLong() {
    RunFolds folds(m_runs);
    m_runs.setRuns(journalOf({QStringLiteral("a!"), QStringLiteral("a!"), QStringLiteral("a!")}), kNow);
    const auto cell = [&](int column, int role) { return folds.index(0, column).data(role).toString(); };
    QCOMPARE(cell(RunListModel::Result, SubtitleRole), QStringLiteral("Another process holds the lock of this space."));
    QCOMPARE(cell(RunListModel::Took, Qt::DisplayRole), QStringLiteral("2 min"));
    QCOMPARE(cell(RunListModel::Why, Qt::DisplayRole), QStringLiteral("poll"));
    QCOMPARE(cell(RunListModel::Number, Qt::DisplayRole), QStringLiteral("[+]"));
    QCOMPARE(cell(RunListModel::Number, Qt::AccessibleTextRole), QStringLiteral("folded"));
    QVERIFY(cell(0, FilterRole).contains(QStringLiteral("holds the lock")));
}

void RunFoldsTest::aFoldIsUnfoldedAndFoldedAgain() {
    RunFolds folds(m_runs);
    const QAbstractItemModelTester contract(&folds, QAbstractItemModelTester::FailureReportingMode::QtTest);
    m_runs.setRuns(journalOf({QStringLiteral("b"), QStringLiteral("a!"), QStringLiteral("a!")}), kNow);
    const QString fold = folds.index(0, 0).data(IdRole).toString();
    folds.toggle(fold);
    QCOMPARE(rowsOf(folds), QStringList({QStringLiteral("a 2 skips"), QStringLiteral("a Skipped"),
                                         QStringLiteral("a Skipped"), QStringLiteral("b Done")}));
    QCOMPARE(folds.index(1, 0).data(IdRole).toString(), QStringLiteral("102"));
    QCOMPARE(folds.index(2, 0).data(IdRole).toString(), QStringLiteral("101"));
    QVERIFY(folds.isOpen(fold));
    folds.toggle(fold);
    QCOMPARE(folds.rowCount(), 2);
    folds.toggle(QStringLiteral("102"));  // no fold
    QCOMPARE(folds.rowCount(), 2);
}

void RunFoldsTest::anUnfoldedFoldStaysSoWhenItGrows() {
    RunFolds folds(m_runs);
    m_runs.setRuns(journalOf({QStringLiteral("a!"), QStringLiteral("a!")}), kNow);
    folds.toggle(folds.index(0, 0).data(IdRole).toString());
    m_runs.setRuns(journalOf({QStringLiteral("a!"), QStringLiteral("a!"), QStringLiteral("a!")}), kNow);
    QCOMPARE(folds.rowCount(), 4);
    QCOMPARE(folds.index(0, 0).data().toString(), QStringLiteral("3 skips"));
}

void RunFoldsTest::aHiddenRunIsRevealed() {
    RunFolds folds(m_runs);
    m_runs.setRuns(journalOf({QStringLiteral("a!"), QStringLiteral("a!"), QStringLiteral("b")}), kNow);
    folds.reveal(QStringLiteral("102"));  // stands by itself
    QCOMPARE(folds.rowCount(), 2);
    folds.reveal(QStringLiteral("100"));
    QCOMPARE(folds.rowCount(), 4);
    folds.reveal(QStringLiteral("101"));  // is shown already
    QCOMPARE(folds.rowCount(), 4);
}

QTEST_GUILESS_MAIN(RunFoldsTest)
#include "run_folds_test.moc"
