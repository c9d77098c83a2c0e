#include "models/words.h"
#include "tests/ui/demo_world.h"
#include "ui/compare_view.h"

#include <QPushButton>

#include <filesystem>

using namespace wikivault;

/// Plans on the real engine: exactly what is ticked is done, files go both ways between window and command line, runs
/// are taken back.
class PlanFileTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }
    void init();
    void cleanup() { m_demo.reset(); }
    void cleanupTestCase() { m_theme.reset(); }
    void onlyWhatIsTickedIsDone();
    void whatChangedMeanwhileIsNamed();
    void aPlanOfTheWindowIsAppliedByTheCommandLine();
    void aPlanOfTheCommandLineIsAppliedByTheWindow();
    void aPlanThatIsStaleSaysSoWhenItIsOpened();
    void whatIsNoPlanIsRefused();
    void theProofIsShown();
    void whatTheGuardHoldsNeedsItsListToBeAllowed();
    void whatTheGuardHoldsIsPutBackByOneVerb();
    void aRunIsTakenBack();
    void whatChangedAfterARunIsLeftAlone();

private:
    [[nodiscard]] SpaceId product() const { return m_demo->story.pendingInWiki.space; }
    [[nodiscard]] bool isInGit(const DemoEdit &edit) const { return contains(m_demo->vaultText(edit), edit.after); }
    void editInWiki(const DemoEdit &edit) {
        const auto done = editDemoInWiki(m_demo->demo, edit);
        QVERIFY2(done, done ? "" : done.error().detail.c_str());
    }
    void openUndoOfNewestRun();
    /// Removes eight files and previews: their names, or nothing when the guard does not show.
    QStringList emptyVault();

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<DemoWorld> m_demo;
    ConsoleWorld *m_world = nullptr;
};

void PlanFileTest::init() {
    m_demo = std::make_unique<DemoWorld>(*m_theme);
    m_world = &m_demo->window;
    m_demo->open();
}

void PlanFileTest::onlyWhatIsTickedIsDone() {
    const DemoEdit &mine = m_demo->story.pendingInWiki;
    DemoEdit other = mine;
    other.page = PageId("0192d3a0-0003-7000-8000-000000000001");
    const std::string row = m_demo->wikiText(other);
    const std::size_t word = row.find("\"text\":\"") + 8;
    other.before = row.substr(word, row.find('"', word) - word);
    other.after = "Other words. " + other.before;
    editInWiki(other);
    m_demo->preview(product(), 2);
    QVERIFY(m_world->select("planTable", words::pathParts(m_demo->vaultPath(mine)).name, PlanModel::Page));
    auto *table = m_world->find<QTableView>("planTable");
    QTest::keyClick(table, Qt::Key_Space);
    QVERIFY2(m_world->find<QPushButton>("applyButton")->text().contains(QStringLiteral("1 of 2")),
             qPrintable(m_world->find<QPushButton>("applyButton")->text()));
    m_demo->applyShown();
    QVERIFY(isInGit(other) && !isInGit(mine));
    QTRY_VERIFY(m_world->models.plan.isCarriedOut());
    QCOMPARE(m_world->models.plan.pagesBecause(Reason::LeftOut).size(), 1);
    QVERIFY(!m_world->isShown("applyButton"));
    QTRY_VERIFY2(m_world->message().contains(QStringLiteral("carried out")), qPrintable(m_world->message()));
    // What was left out is still there to be done, and nothing above it speaks of the plan before.
    QVERIFY(m_world->press("recomputeButton"));
    QCOMPARE(m_world->message(), QString());
    QTRY_COMPARE_WITH_TIMEOUT(m_world->rowsOf("planTable"), 1, kRunMs);
    m_demo->applyShown();
    QVERIFY(isInGit(mine));
}

void PlanFileTest::whatChangedMeanwhileIsNamed() {
    const DemoEdit &edit = m_demo->story.pendingInWiki;
    m_demo->preview(product(), 1);
    DemoEdit again = edit;
    again.before = edit.after;
    again.after = "Schools, libraries and museums pay half.";
    editInWiki(again);
    m_demo->applyShown();
    const QString page = words::pathParts(m_demo->vaultPath(edit)).name;
    QVERIFY2(m_world->message().contains(QStringLiteral("changed meanwhile")) && m_world->message().contains(page),
             qPrintable(m_world->message()));
    QVERIFY(!isInGit(edit) && !isInGit(again));
    QCOMPARE(m_world->models.plan.pagesBecause(Reason::Stale), QStringList(page));
    QVERIFY(m_world->isShown("planNote"));
}

void PlanFileTest::aPlanOfTheWindowIsAppliedByTheCommandLine() {
    m_demo->preview(product(), 1);
    const std::string file = m_demo->folder / "window.json";
    QVERIFY(m_world->press("savePlanButton"));
    m_demo->chooseFile("savePlanDialog", file);
    QTRY_VERIFY2(m_world->message().contains(QStringLiteral("wikivaultctl apply")), qPrintable(m_world->message()));
    QVERIFY(!isInGit(m_demo->story.pendingInWiki));
    const test::CtlRun applied = m_demo->ctl({QStringLiteral("apply"), QString::fromStdString(file)});
    QVERIFY2(applied.code == 0, (applied.out + applied.err).constData());
    QVERIFY(isInGit(m_demo->story.pendingInWiki));
}

void PlanFileTest::aPlanOfTheCommandLineIsAppliedByTheWindow() {
    const std::string file = m_demo->folder / "ctl.json";
    const test::CtlRun made = m_demo->ctl({QStringLiteral("plan"), QString::fromStdString(product().str()),
                                           QStringLiteral("-o"), QString::fromStdString(file)});
    QVERIFY2(made.code == 0, (made.out + made.err).constData());
    m_world->window->openPage(MainWindow::PageName::Plan);
    QVERIFY(m_world->press("emptyAction"));
    m_demo->chooseFile("openPlanDialog", file);
    QTRY_COMPARE_WITH_TIMEOUT(m_world->rowsOf("planTable"), 1, kRunMs);
    QVERIFY(m_world->textOf("pageSentence").contains(QString::fromStdString(file)));
    auto *diff = m_world->find<CompareView>("compareView");
    QTRY_VERIFY2(diff->message().isEmpty(), qPrintable(diff->message()));
    m_demo->applyShown();
    QVERIFY(isInGit(m_demo->story.pendingInWiki));
    m_world->window->openPage(MainWindow::PageName::Runs);
    QTRY_VERIFY(m_world->select("runTable", QStringLiteral("plan "), RunListModel::Why));
}

void PlanFileTest::aPlanThatIsStaleSaysSoWhenItIsOpened() {
    const DemoEdit &edit = m_demo->story.pendingInWiki;
    const std::string file = m_demo->folder / "old.json";
    QCOMPARE(m_demo
                 ->ctl({QStringLiteral("plan"), QString::fromStdString(product().str()), QStringLiteral("-o"),
                        QString::fromStdString(file)})
                 .code,
             0);
    editInWiki({edit.space, edit.page, edit.after, "Schools pay a third."});
    m_world->commands->commands().plans.open(QString::fromStdString(file));
    m_world->window->openPage(MainWindow::PageName::Plan);
    QTRY_VERIFY_WITH_TIMEOUT(m_world->isShown("planNote"), kRunMs);
    const QString page = words::pathParts(m_demo->vaultPath(edit)).name;
    QVERIFY2(m_world->find<MessageBar>("planNote")->text().contains(page),
             qPrintable(m_world->find<MessageBar>("planNote")->text()));
    QCOMPARE(m_world->models.plan.takeable(), 0);
    QVERIFY(!m_world->click("applyButton"));
}

void PlanFileTest::whatIsNoPlanIsRefused() {
    const std::string file = m_demo->folder / "changed.json";
    QCOMPARE(m_demo
                 ->ctl({QStringLiteral("plan"), QString::fromStdString(product().str()), QStringLiteral("-o"),
                        QString::fromStdString(file)})
                 .code,
             0);
    std::string text = test::readFile(file);
    text.replace(text.find("\"update\""), 8, "\"delete\"");
    test::writeFile(file, text);
    m_world->window->openPage(MainWindow::PageName::Plan);
    for (const std::string &path : {file, m_demo->folder / "nothing.json"}) {
        m_world->find<MessageBar>("messageBar")->dismiss();
        m_world->commands->commands().plans.open(QString::fromStdString(path));
        QTRY_VERIFY(!m_world->message().isEmpty());
        QVERIFY2(m_world->message().contains(QStringLiteral("changed after it was made")) ||
                     m_world->message().contains(QStringLiteral("nothing.json cannot be read")),
                 qPrintable(m_world->message()));
        QCOMPARE(m_world->models.plan.rowCount(), 0);
    }
}

void PlanFileTest::theProofIsShown() {
    m_demo->preview(product(), 1);
    QVERIFY(m_world->press("proofButton"));
    QTRY_VERIFY(m_world->isShown("proofDialog"));
    QVERIFY2(m_world->textOf("dialogSentence").contains(QStringLiteral("stands as before")),
             qPrintable(m_world->textOf("dialogSentence")));
    auto *table = m_world->find<QTableView>("proofDialogTable");
    QVERIFY(table->model()->rowCount() >= 4);
    bool main = false;
    for (int row = 0; row < table->model()->rowCount(); ++row) {
        const auto cell = [&](int column) { return table->model()->index(row, column).data().toString(); };
        main = main || cell(0).contains(QStringLiteral("heads/main"));
        QCOMPARE(cell(1), cell(2));
    }
    QVERIFY(main);
    QVERIFY(m_world->press("closeButton"));
}

QStringList PlanFileTest::emptyVault() {
    namespace fs = std::filesystem;
    QStringList removed;
    for (const auto &[path, state] : test::filesOf(m_demo->vault(product())))
        if (path.ends_with(".md") && removed.size() < 8 && fs::remove(m_demo->vault(product()) + "/" + path))
            removed << QString::fromStdString(path);
    m_world->window->openPage(MainWindow::PageName::Spaces);
    if (!m_world->select("spaceTable", m_demo->name(product())) || !m_world->press("previewButton")) return {};
    return QTest::qWaitFor([this] { return m_world->isShown("guardBar"); }, kRunMs) ? removed : QStringList();
}

void PlanFileTest::whatTheGuardHoldsNeedsItsListToBeAllowed() {
    QCOMPARE(emptyVault().size(), 8);
    const auto guarded = m_world->models.plan.guarded().size();
    QVERIFY(guarded >= 7);
    const int before = m_world->models.plan.taken();
    QVERIFY(m_world->press("approveButton"));
    QTRY_VERIFY(m_world->isShown("confirmDialog"));
    QVERIFY(!m_world->click("verbButton"));  // only after the list was looked at
    m_world->find<QAbstractButton>("gateCheck")->setChecked(true);
    QVERIFY(m_world->press("verbButton"));
    QTRY_COMPARE(m_world->models.plan.taken(), before + int(guarded));
    QVERIFY(m_world->press("withdrawButton"));
    QTRY_COMPARE(m_world->models.plan.taken(), before);
    QVERIFY(m_world->press("approveButton"));
    m_world->find<QAbstractButton>("gateCheck")->setChecked(true);
    QVERIFY(m_world->press("verbButton"));
    QTRY_COMPARE(m_world->models.plan.taken(), before + int(guarded));
    m_demo->applyShown();
    QVERIFY2(m_world->message().contains(QStringLiteral("to trash")), qPrintable(m_world->message()));
    QTRY_VERIFY(m_world->models.runs.rowCount() > 0);
    QTRY_VERIFY(
        m_world->models.runs.index(0, RunListModel::Why).data().toString().contains(QStringLiteral("guard approved")));
}

void PlanFileTest::whatTheGuardHoldsIsPutBackByOneVerb() {
    const QStringList files = emptyVault();
    QCOMPARE(files.size(), 8);
    QVERIFY(m_world->press("showGuardedButton"));
    QTRY_COMPARE(m_world->rowsOf("planTable"), int(m_world->models.plan.guarded().size()));
    const QAbstractItemModel &held = *m_world->find<QTableView>("planTable")->model();
    for (int row = 0; row < held.rowCount(); ++row)  // what the guard has to say, the bar says once
        QCOMPARE(held.index(row, PlanModel::Note).data().toString(), QStringLiteral("goes to the wiki's trash"));
    QVERIFY(m_world->press("putBackButton"));
    QTRY_VERIFY(m_world->isShown("confirmApplyButton"));
    QVERIFY(m_world->models.plan.guarded().isEmpty());
    QVERIFY(m_world->press("heldAgainButton"));
    QTRY_VERIFY(!m_world->isShown("confirmApplyButton"));
    QVERIFY(!m_world->models.plan.guarded().isEmpty());
    QVERIFY(m_world->press("putBackButton"));
    QVERIFY(m_world->press("confirmApplyButton"));
    QTRY_VERIFY_WITH_TIMEOUT(m_world->models.plan.isCarriedOut(), kRunMs);
    for (const QString &file : files)
        QVERIFY2(QFile::exists(QString::fromStdString(m_demo->vault(product())) + QLatin1Char('/') + file),
                 qPrintable(file));
    QTRY_VERIFY(
        m_world->models.runs.index(0, RunListModel::Why).data().toString().contains(QStringLiteral("turned round")));
}

void PlanFileTest::openUndoOfNewestRun() {
    m_world->window->openPage(MainWindow::PageName::Runs);
    QTRY_VERIFY(m_world->models.runs.rowCount() > 5);
    m_world->find<QTableView>("runTable")->selectRow(0);
    QVERIFY(m_world->press("undoRunButton"));
    QTRY_VERIFY_WITH_TIMEOUT(m_world->rowsOf("planTable") > 0, kRunMs);
}

void PlanFileTest::aRunIsTakenBack() {
    const DemoEdit &edit = m_demo->story.pendingInFile;
    QVERIFY(m_world->select("spaceTable", m_demo->name(edit.space)));
    m_demo->runShown();
    QVERIFY(contains(m_demo->wikiText(edit), edit.after));
    openUndoOfNewestRun();
    QVERIFY(m_world->find<QLabel>("pageTitle")->text().startsWith(QStringLiteral("Undo of run")));
    QVERIFY(contains(m_demo->wikiText(edit), edit.after));  // a plan writes nothing
    m_demo->applyShown();
    QVERIFY(contains(m_demo->wikiText(edit), edit.before));
    QVERIFY(contains(m_demo->vaultText(edit), edit.before));
    m_world->window->openPage(MainWindow::PageName::Runs);
    QTRY_VERIFY(m_world->select("runTable", QStringLiteral("undo"), RunListModel::Why));
}

void PlanFileTest::whatChangedAfterARunIsLeftAlone() {
    const DemoEdit &edit = m_demo->story.pendingInFile;
    QVERIFY(m_world->select("spaceTable", m_demo->name(edit.space)));
    m_demo->runShown();
    editInWiki({edit.space, edit.page, edit.after, "renews itself when it is told to"});
    openUndoOfNewestRun();
    QTRY_VERIFY(m_world->isShown("planNote"));
    const QString page = words::pathParts(m_demo->vaultPath(edit)).name;
    QVERIFY2(m_world->find<MessageBar>("planNote")->text().contains(page),
             qPrintable(m_world->find<MessageBar>("planNote")->text()));
    QVERIFY(!m_world->click("applyButton"));
    QVERIFY(contains(m_demo->wikiText(edit), "when it is told to"));
}

QTEST_MAIN(PlanFileTest)
#include "plan_file_test.moc"
