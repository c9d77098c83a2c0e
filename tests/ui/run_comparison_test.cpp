#include "ui/run_comparison.h"
#include "tests/ui/demo_world.h"

#include <QDialog>

using namespace wikivault;

/// Any two runs of a space beside each other, or one and now.
class RunComparisonTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }
    void cleanupTestCase() { m_theme.reset(); }
    void twoRunsOfTheDemoAreCompared();
    void aPageOfARunIsShownThroughTime();
    void runsOfTwoSpacesAreNot();
    void aRunWithoutAStateIsTold();

private:
    /// Adds a row of the runs to the selection.
    static void alsoSelect(ConsoleWorld &world, int row) {
        auto *table = world.find<QTableView>("runTable");
        table->selectionModel()->select(table->model()->index(row, 0),
                                        QItemSelectionModel::Select | QItemSelectionModel::Rows);
    }
    /// The row of a run of that space; `last`: the oldest one.
    static int rowOf(ConsoleWorld &world, const QString &space, bool last) {
        auto *table = world.find<QTableView>("runTable");
        int found = -1;
        for (int row = 0; row < table->model()->rowCount(); ++row)
            if (table->model()->index(row, RunListModel::SpaceName).data().toString() == space && (found < 0 || last))
                found = row;
        return found;
    }
    std::unique_ptr<Theme> m_theme;
};

void RunComparisonTest::twoRunsOfTheDemoAreCompared() {
    DemoWorld demo(*m_theme);
    demo.open();
    ConsoleWorld &world = demo.window;
    world.window->openPage(MainWindow::PageName::Runs);
    QTRY_VERIFY(world.rowsOf("runTable") >= 5);
    const QString handbook = demo.name(demo.story.earlierInWiki.space);
    world.find<QTableView>("runTable")
        ->setCurrentIndex(world.find<QTableView>("runTable")->model()->index(rowOf(world, handbook, true), 0));
    QTRY_COMPARE(world.find<QAbstractButton>("compareRunsButton")->text(), QStringLiteral("Compare with now…"));
    alsoSelect(world, rowOf(world, handbook, false));
    QTRY_COMPARE(world.find<QAbstractButton>("compareRunsButton")->text(), QStringLiteral("Compare the two…"));
    QTest::keyClick(world.window.get(), Qt::Key_D, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(world.isShown("runComparison"));
    QTRY_VERIFY(world.rowsOf("comparisonTable") > 0);
    QVERIFY(world.textOf("comparisonTitle").startsWith(handbook));
    QVERIFY(world.textOf("comparisonSentence").startsWith(QStringLiteral("After run 1")));
    QTRY_VERIFY(world.find<CompareView>("comparisonTexts")->message().isEmpty());
    QVERIFY(world.find<CompareView>("comparisonTexts")->shownRows() > 0);
    QTest::keyClick(world.find("runComparison"), Qt::Key_Escape);
    QTRY_VERIFY(!world.isShown("runComparison"));
}

void RunComparisonTest::aPageOfARunIsShownThroughTime() {
    DemoWorld demo(*m_theme);
    demo.open();
    ConsoleWorld &world = demo.window;
    world.window->openPage(MainWindow::PageName::Runs);
    QTRY_VERIFY(world.rowsOf("runTable") >= 5);
    world.find<QTableView>("runTable")
        ->setCurrentIndex(world.find<QTableView>("runTable")
                              ->model()
                              ->index(rowOf(world, demo.name(demo.story.earlierInWiki.space), true), 0));
    QTRY_VERIFY(world.rowsOf("runItemTable") > 0);
    auto *items = world.find<QTableView>("runItemTable");
    const QString page = QString::fromStdString(demo.story.earlierInWiki.page.str());
    for (int row = 0; row < items->model()->rowCount(); ++row)
        if (items->model()->index(row, 0).data(IdRole).toString() == page)
            items->setCurrentIndex(items->model()->index(row, 0));
    QTRY_VERIFY(world.find<QAbstractButton>("pageHistoryButton")->isEnabled());
    world.find<QAbstractButton>("pageHistoryButton")->click();
    QTRY_VERIFY(world.isShown("pageHistory"));
    QTRY_COMPARE(world.rowsOf("historyTable"), 2);
    auto *table = world.find<QTableView>("historyTable");
    QCOMPARE(table->model()->index(0, 1).data().toString(), QStringLiteral("Wiki"));
    QCOMPARE(table->model()->index(0, 2).data().toString(), QStringLiteral("changed"));
    QCOMPARE(table->model()->index(1, 2).data().toString(), QStringLiteral("new"));
    QTRY_VERIFY(world.find<CompareView>("historyTexts")->message().isEmpty());
    QVERIFY(world.find<CompareView>("historyTexts")->shownRows() > 0);
    QVERIFY(world.textOf("historyTitle").contains(QStringLiteral("2 versions")));
    QTest::keyClick(world.find("pageHistory"), Qt::Key_Escape);
    QTRY_VERIFY(!world.isShown("pageHistory"));
}

void RunComparisonTest::runsOfTwoSpacesAreNot() {
    ConsoleWorld world(*m_theme);
    world.filled().open();
    world.window->openPage(MainWindow::PageName::Runs);
    QTRY_VERIFY(world.rowsOf("runTable") > 2);
    auto *table = world.find<QTableView>("runTable");
    table->selectAll();
    QTRY_VERIFY(!world.find<QAbstractButton>("compareRunsButton")->isEnabled());
    table->clearSelection();
    const QString first = table->model()->index(0, RunListModel::SpaceName).data().toString();
    int other = 0;
    while (table->model()->index(other, RunListModel::SpaceName).data().toString() == first)
        ++other;
    alsoSelect(world, 0);
    QTRY_VERIFY(world.find<QAbstractButton>("compareRunsButton")->isEnabled());
    alsoSelect(world, other);
    QTRY_VERIFY(!world.find<QAbstractButton>("compareRunsButton")->isEnabled());
    QVERIFY(world.find("compareRunsButton")->toolTip().contains(QStringLiteral("two spaces")));
}

void RunComparisonTest::aRunWithoutAStateIsTold() {
    ConsoleWorld world(*m_theme);
    world.filled().open();
    world.window->openPage(MainWindow::PageName::Runs);
    QTRY_VERIFY(world.rowsOf("runTable") > 0);
    world.find<QTableView>("runTable")->selectRow(0);
    world.desks.failWith(Error{ErrorCode::Invalid, "Run 7 (skipped) noted no state of the vault."});
    QVERIFY(world.press("compareRunsButton"));
    QTRY_VERIFY(world.textOf("comparisonSentence").contains(QStringLiteral("noted no state")));
    QCOMPARE(world.find("comparisonSentence")->property("role").toString(), QStringLiteral("error"));
}

QTEST_MAIN(RunComparisonTest)
#include "run_comparison_test.moc"
