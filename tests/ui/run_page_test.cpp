#include "tests/ui/demo_world.h"
#include "ui/run_timeline.h"

#include <QComboBox>

using namespace wikivault;

/// The journal as a list: folds, the timeline, what narrows it, and the tabs of a run.
class RunPageTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }
    void init() {
        m_world = std::make_unique<ConsoleWorld>(*m_theme);
        m_world->filled().open();
        m_world->window->openPage(MainWindow::PageName::Runs);
        QTRY_COMPARE(m_world->models.runs.rowCount(), 14);
        m_world->window->activateWindow();
        QTRY_VERIFY(m_world->window->isActiveWindow());
    }
    void cleanup() { m_world.reset(); }
    void cleanupTestCase() { m_theme.reset(); }
    void skipsAreFoldedAndUnfoldedByKeyAndByMouse();
    void aFoldSaysWhatItHides();
    void aRunInsideAFoldIsFound();
    void theTimelineShowsTheRunsOfSpaces();
    void theTimelineIsWalkedByKeys();
    void aSpaceIsAskedOfTheJournal();
    void reasonsAndDaysNarrowTheList();
    void errorsHaveATab();
    void aRunHasItsLinesOfTheLog();
    void phasesStandInTheLog();
    void aRunHasTheNameOfItsSpaceOnceThatIsKnown();
    void missingNumbersAreExplained();
    void aPageIsShownBeforeAndAfterARun();

private:
    [[nodiscard]] QTableView &table() { return *m_world->find<QTableView>("runTable"); }
    [[nodiscard]] RunTimeline &timeline() { return *m_world->find<RunTimeline>("runTimeline"); }
    void choose(const char *box, const QString &entry) {
        auto *choice = m_world->find<QComboBox>(box);
        QVERIFY2(choice->findText(entry) >= 0, qPrintable(entry));
        choice->setCurrentIndex(choice->findText(entry));
    }
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<ConsoleWorld> m_world;
};

void RunPageTest::skipsAreFoldedAndUnfoldedByKeyAndByMouse() {
    QCOMPARE(m_world->rowsOf("runTable"), 11);
    QVERIFY(m_world->select("runTable", QStringLiteral("4 skips")));
    const int row = table().currentIndex().row();
    table().setFocus();
    QTest::keyClick(&table(), Qt::Key_Return);
    QCOMPARE(m_world->rowsOf("runTable"), 15);
    QCOMPARE(table().currentIndex().row(), row);
    QCOMPARE(table().model()->index(row + 1, RunListModel::Number).data().toString(), QStringLiteral("1840"));
    const QModelIndex mark = table().model()->index(row, RunListModel::Number);
    QCOMPARE(mark.data().toString(), QStringLiteral("[–]"));
    table().scrollTo(mark);
    QTest::mouseClick(table().viewport(), Qt::LeftButton, {}, table().visualRect(mark).center());
    QCOMPARE(m_world->rowsOf("runTable"), 11);
    QVERIFY(m_world->choose("runTable", "Show or fold skipped runs"));
    QCOMPARE(m_world->rowsOf("runTable"), 15);
}

void RunPageTest::aFoldSaysWhatItHides() {
    QVERIFY(m_world->select("runTable", QStringLiteral("4 skips")));
    QCOMPARE(m_world->textOf("runTitle"), QStringLiteral("4 skips, Legal"));
    QCOMPARE(m_world->textOf("runSentence"), QStringLiteral("Another process holds the lock of this space."));
    QVERIFY(!m_world->find<QAbstractButton>("undoRunButton")->isEnabled() ||
            !m_world->find<QAbstractButton>("runErrorsTab")->isVisible());
    QTRY_VERIFY(m_world->isShown("emptyAction"));
    QVERIFY(m_world->click("emptyAction"));
    QCOMPARE(m_world->rowsOf("runTable"), 15);
    QCOMPARE(m_world->find<QAbstractButton>("emptyAction")->text(), QStringLiteral("Fold these runs"));
}

void RunPageTest::aRunInsideAFoldIsFound() {
    Notice notice;
    notice.showRun = QStringLiteral("1835");
    m_world->models.state.tell(notice);
    QVERIFY(m_world->press("noticeShowButton"));
    QTRY_COMPARE(table().currentIndex().data(IdRole).toString(), QStringLiteral("1835"));
    QVERIFY(m_world->textOf("runTitle").startsWith(QStringLiteral("Run 1835, Legal")));
}

void RunPageTest::theTimelineShowsTheRunsOfSpaces() {
    QTRY_COMPARE(timeline().lines(), QStringList({QStringLiteral("Handbook"), QStringLiteral("Human resources")}));
    const QRect newest = timeline().markRect(QStringLiteral("1842")),
                failed = timeline().markRect(QStringLiteral("1832"));
    QVERIFY(failed.isValid() && newest.isValid());
    QCOMPARE(failed.top(), newest.top());
    QVERIFY(failed.left() < newest.left());
    QTest::mouseClick(&timeline(), Qt::LeftButton, {}, failed.center());
    QCOMPARE(table().currentIndex().data(IdRole).toString(), QStringLiteral("1832"));
    QVERIFY(timeline().accessibleDescription().contains(QStringLiteral("The wiki did not answer within 30 s.")));
    // What the list does not show has no mark.
    QVERIFY(m_world->click("chip4"));                 // failed
    QTRY_COMPARE(timeline().lines(), QStringList());  // one run of each space is no course of things
    QVERIFY(!timeline().isVisible());
    QVERIFY(!timeline().markRect(QStringLiteral("1842")).isValid());
}

void RunPageTest::theTimelineIsWalkedByKeys() {
    QTRY_COMPARE(timeline().lines().size(), 2);
    timeline().setFocus();
    QVERIFY(m_world->select("runTable", QStringLiteral("Done with problems")));
    QCOMPARE(timeline().chosen(), QStringLiteral("1842"));
    QTest::keyClick(&timeline(), Qt::Key_Left);
    QCOMPARE(table().currentIndex().data(IdRole).toString(), QStringLiteral("1833"));
    QTest::keyClick(&timeline(), Qt::Key_Left);
    QTest::keyClick(&timeline(), Qt::Key_Right);
    QTest::keyClick(&timeline(), Qt::Key_Right);
    QTest::keyClick(&timeline(), Qt::Key_Right);  // there is nothing newer
    QCOMPARE(timeline().chosen(), QStringLiteral("1842"));
    QTest::keyClick(&timeline(), Qt::Key_Down);
    QCOMPARE(table().currentIndex().data(IdRole).toString(), QStringLiteral("1838"));
}

void RunPageTest::aSpaceIsAskedOfTheJournal() {
    choose("runSpaceChoice", QStringLiteral("Handbook"));
    QTRY_COMPARE(m_world->models.runs.rowCount(), 5);
    QTRY_COMPARE(timeline().lines(), QStringList(QStringLiteral("Handbook")));
    // Opening a run of another space shows all of them again.
    Notice notice;
    notice.showRun = QStringLiteral("1841");
    m_world->models.state.tell(notice);
    QVERIFY(m_world->press("noticeShowButton"));
    QTRY_COMPARE(m_world->models.runs.rowCount(), 14);
    QTRY_COMPARE(table().currentIndex().data(IdRole).toString(), QStringLiteral("1841"));
}

void RunPageTest::reasonsAndDaysNarrowTheList() {
    choose("runTriggerChoice", QStringLiteral("by hand"));
    QTRY_COMPARE(m_world->rowsOf("runTable"), 3);  // 1842, 1837, and the fold with 1840
    choose("runTriggerChoice", QStringLiteral("undo"));
    QTRY_COMPARE(m_world->textOf("emptySentence"), QStringLiteral("No run matches."));
    QVERIFY(m_world->click("emptyAction"));
    QTRY_COMPARE(m_world->rowsOf("runTable"), 11);
    QCOMPARE(m_world->find<QComboBox>("runTriggerChoice")->currentIndex(), 0);
    RunRecord old;
    old.id = RunId("7");
    old.space = m_world->models.runs.runs().front().space;
    old.outcome = "done";
    old.startedAt = m_world->clock.now() - std::chrono::hours(24 * 20);
    m_world->desks.addRun(old, {});
    m_world->window->openPage(MainWindow::PageName::Runs);
    QTRY_COMPARE(m_world->rowsOf("runTable"), 12);
    choose("runDaysChoice", QStringLiteral("Last 7 days"));
    QTRY_COMPARE(m_world->rowsOf("runTable"), 11);
    choose("runDaysChoice", QStringLiteral("Last 30 days"));
    QTRY_COMPARE(m_world->rowsOf("runTable"), 12);
}

void RunPageTest::errorsHaveATab() {
    QVERIFY(m_world->select("runTable", QStringLiteral("Done with problems")));
    QTRY_COMPARE(m_world->rowsOf("runItemTable"), 4);
    QCOMPARE(m_world->find<QAbstractButton>("runErrorsTab")->text(), QStringLiteral("Errors  1"));
    QVERIFY(m_world->click("runErrorsTab"));
    QCOMPARE(m_world->rowsOf("runItemTable"), 1);
    QVERIFY(m_world->textOf("runItemNote").contains(QStringLiteral("callout2")));
    QVERIFY(m_world->select("runTable", QStringLiteral("Done with conflicts")) ||
            m_world->select("runTable", QStringLiteral("Done")));
    QVERIFY(m_world->click("runPagesTab"));
}

void RunPageTest::aRunHasItsLinesOfTheLog() {
    const RunRecord &shown = *m_world->models.runs.find(RunId("1842"));
    const TimePoint during = shown.startedAt + std::chrono::seconds(3);
    const TimePoint before = shown.startedAt - std::chrono::seconds(3);
    const TimePoint after = *shown.endedAt + std::chrono::seconds(1);
    const std::string handbook = m_world->models.runs.find(RunId("1842"))->space.str();
    m_world->models.log.append({{during, LogLevel::Info, "Space handbook: run 1842 (manual) begins, by kim@adm1"},
                                {during, LogLevel::Warning, "Space " + handbook + ": the lock was not renewed."},
                                {during, LogLevel::Info, "Space other: run 1843 (poll) begins, by kim@adm1"},
                                {before, LogLevel::Info, "Space " + handbook + ": resumed by kim@adm1"},
                                {after, LogLevel::Info, "Space " + handbook + ": paused by kim@adm1"},
                                {after, LogLevel::Info, "Space other: run 18420 (manual) begins, by kim@adm1"},
                                {m_world->clock.now(), LogLevel::Info, "Space " + handbook + ": is paused."}});
    QVERIFY(m_world->select("runTable", QStringLiteral("Done with problems")));
    QVERIFY(m_world->click("runLogTab"));
    QCOMPARE(m_world->rowsOf("runLogTable"), 2);
    QCOMPARE(m_world->find<QAbstractButton>("runLogTab")->text(), QStringLiteral("Log  2"));
    m_world->models.log.append({{after, LogLevel::Info, "Space handbook: run 1842 (manual) ended after 32 s"}});
    QTRY_COMPARE(m_world->find<QAbstractButton>("runLogTab")->text(), QStringLiteral("Log  3"));  // it follows
    m_world->window->openPage(MainWindow::PageName::Spaces);
    m_world->models.log.append({{during, LogLevel::Info, "Space handbook: run 1842 (manual) is not forgotten"}});
    m_world->window->openPage(MainWindow::PageName::Runs);
    QTRY_COMPARE(m_world->rowsOf("runLogTable"), 4);
    QVERIFY(m_world->select("runTable", QStringLiteral("Stopped")));
    QTRY_VERIFY(m_world->textOf("emptySentence").startsWith(QStringLiteral("This console logged nothing about this")));
    QVERIFY(m_world->click("emptyAction"));
    QTRY_VERIFY(m_world->isShown("logPage"));
}

void RunPageTest::phasesStandInTheLog() {
    const RunRecord &run = *m_world->models.runs.find(RunId("1842"));
    QVERIFY(m_world->select("runTable", QStringLiteral("Done with problems")));
    QVERIFY(m_world->click("runPhasesTab"));
    QCOMPARE(m_world->rowsOf("runPhaseTable"), 0);
    QTRY_VERIFY(m_world->textOf("emptySentence").startsWith(QStringLiteral("How long the phases of this run took is")));
    const auto add = [&](const char *text) {
        m_world->models.log.append({{*run.endedAt + std::chrono::milliseconds(2), LogLevel::Info, text}});
    };
    add("Space handbook: run 1841 (manual) spent 9.0 s reading the wiki");
    add("Space handbook: run 1842 (manual) spent 7.5 s reading the wiki, 22.5 s writing pages to wiki");
    QTRY_COMPARE(m_world->rowsOf("runPhaseTable"), 2);
    const QAbstractItemModel &phases = *m_world->find<QTableView>("runPhaseTable")->model();
    QCOMPARE(phases.index(0, 0).data().toString(), QStringLiteral("reading the wiki"));
    QCOMPARE(phases.index(1, 1).data().toString(), QStringLiteral("22.5 s"));
    QCOMPARE(phases.index(1, 2).data().toString(), QStringLiteral("75 %"));
    QVERIFY(m_world->select("runTable", QStringLiteral("Stopped")));
    QTRY_COMPARE(m_world->rowsOf("runPhaseTable"), 0);
}

void RunPageTest::aRunHasTheNameOfItsSpaceOnceThatIsKnown() {
    QVERIFY(m_world->select("runTable", QStringLiteral("Done with problems")));
    const std::vector<SpaceRow> rows = m_world->models.spaces.rows();
    const std::string id = m_world->models.runs.find(RunId("1842"))->space.str();
    m_world->models.spaces.setRows({}, m_world->clock.now());
    QVERIFY(m_world->textOf("runTitle").contains(QString::fromStdString(id)));
    m_world->models.spaces.setRows(rows, m_world->clock.now());
    QVERIFY2(m_world->textOf("runTitle").contains(QStringLiteral("Handbook")), qPrintable(m_world->textOf("runTitle")));
}

void RunPageTest::missingNumbersAreExplained() {
    const auto sentence = [this] { return m_world->textOf("pageSentence"); };
    std::vector<RunRecord> runs = m_world->models.runs.runs();
    for (std::size_t i = 0; i < runs.size(); ++i)
        runs[i].id = RunId(std::to_string(100 - i));
    m_world->models.runs.setRuns(runs, m_world->clock.now());
    QVERIFY2(!sentence().contains(QStringLiteral("missing")), qPrintable(sentence()));
    runs.front().id = RunId("117");
    m_world->models.runs.setRuns(runs, m_world->clock.now());
    QVERIFY2(sentence().contains(QStringLiteral("Numbers that are missing were looks")), qPrintable(sentence()));
}

void RunPageTest::aPageIsShownBeforeAndAfterARun() {
    m_world.reset();
    DemoWorld demo(*m_theme);
    demo.open();
    ConsoleWorld &world = demo.window;
    world.window->openPage(MainWindow::PageName::Runs);
    const std::string page = demo.story.earlierInWiki.page.str();
    QTRY_VERIFY(world.rowsOf("runTable") >= 5);
    bool found = false;
    for (int row = 0; row < world.rowsOf("runTable") && !found; ++row) {
        world.find<QTableView>("runTable")->selectRow(row);
        QTRY_COMPARE_WITH_TIMEOUT(world.models.items.load().phase, Load::Phase::Ready, kRunMs);
        for (const Item &item : world.models.items.items())
            found = found || (item.page && item.page->str() == page && item.action == Action::Update);
    }
    QVERIFY(found);
    auto *items = world.find<QTableView>("runItemTable");
    for (int row = 0; row < items->model()->rowCount(); ++row)
        if (items->model()->index(row, 0).data(IdRole).toString().toStdString() == page) items->selectRow(row);
    QVERIFY(world.click("runTextsTab"));
    auto *texts = world.find<CompareView>("runTexts");
    QTRY_VERIFY2(texts->isVisible() && texts->message().isEmpty(), qPrintable(texts->message()));
    QVERIFY(texts->shownRows() > 0);
    QTest::keyClick(world.window.get(), Qt::Key_F7);
    QVERIFY(world.click("runPagesTab"));
    QVERIFY(!world.isShown("runTexts"));
}

QTEST_MAIN(RunPageTest)
#include "run_page_test.moc"
