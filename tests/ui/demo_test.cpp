#include "tests/ui/demo_world.h"
#include "ui/compare_view.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QTcpServer>

#include <filesystem>

using namespace wikivault;
using test::gitCli;

namespace {

std::string nobodysPort() {
    QTcpServer server;
    server.listen(QHostAddress::LocalHost);
    return std::to_string(server.serverPort());
}

}  // namespace

/// The window on the real engine: the demo wiki (SQLite) and real git.
class DemoTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }
    void init();
    void cleanup();
    void cleanupTestCase() { m_theme.reset(); }
    void theDemoIsSeen();
    void runsAreExported_data();
    void runsAreExported();
    void aDecisionReachesWikiAndVault_data();
    void aDecisionReachesWikiAndVault();
    void anOwnTextReachesWikiAndVault();
    void previewWritesNothing();
    void aChangeOfAPlanIsTurnedRound();
    void bothPendingChangesAreRun();
    void aSpaceIsOptedOutInTheWiki();
    void aFolderThatIsAFileStopsOneSpaceOnly();
    void aDataDirectoryThatIsAFileIsOneSentence();
    void aDatabaseThatIsAwayIsOneSentence();
    void aRedisThatIsAwayBlocksRunsAndSaysSo();

private:
    void reviewTheConflict();
    void useResultAndRun();
    void expectQuiet();

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<DemoWorld> m_demo;
    ConsoleWorld *m_world = nullptr;  ///< the window of m_demo
};

void DemoTest::init() {
    m_demo = std::make_unique<DemoWorld>(*m_theme);
    m_world = &m_demo->window;
}

void DemoTest::cleanup() {
    m_demo.reset();
    QVERIFY(QSqlDatabase::connectionNames().isEmpty());
}

void DemoTest::theDemoIsSeen() {
    m_demo->open();
    QTRY_COMPARE(m_world->models.conflicts.rowCount(), 1);
    QTRY_VERIFY(m_world->models.runs.rowCount() >= 5);
    QCOMPARE(m_world->models.spaces.countOf(SpaceState::Conflicts), 1);
    for (const SpaceRow &row : m_world->models.spaces.rows())
        QVERIFY2(!contains(row.sentence, "UTC"), row.sentence.c_str());
    QTRY_VERIFY(m_world->find("databaseChip")->accessibleName().startsWith(QStringLiteral("SQLite")));
    QTRY_VERIFY(m_world->find("locksChip")->accessibleName().startsWith(QStringLiteral("File locks")));
    m_world->window->openPage(MainWindow::PageName::Doctor);
    QTRY_VERIFY_WITH_TIMEOUT(m_world->models.doctor.load().asOf, kRunMs);
    QVERIFY2(m_world->rowsOf("doctorTable") > 5, qPrintable(m_world->models.doctor.report()));
    QVERIFY2(m_world->models.doctor.countOf(DoctorModel::Finding::Fail) == 0,
             qPrintable(m_world->models.doctor.report()));
    m_world->window->openPage(MainWindow::PageName::Locks);
    QTRY_VERIFY(m_world->textOf("emptySentence").startsWith(QStringLiteral("No locks.")));
    m_world->window->openPage(MainWindow::PageName::Runs);
    QTRY_VERIFY(m_world->select("runTable", QStringLiteral("first export"), RunListModel::Why));
    QTRY_VERIFY_WITH_TIMEOUT(m_world->rowsOf("runItemTable") > 10, kRunMs);
}

void DemoTest::runsAreExported_data() {
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("begin");
    QTest::newRow("table") << "runs.csv" << QByteArray("run,space,spaceId,");
    QTest::newRow("json") << "runs.json" << QByteArray("[\n    {\n");
}

void DemoTest::runsAreExported() {
    QFETCH(QString, name);
    QFETCH(QByteArray, begin);
    m_demo->open();
    m_world->window->openPage(MainWindow::PageName::Runs);
    QTRY_VERIFY(m_world->select("runTable", QStringLiteral("first export"), RunListModel::Why));
    const std::string file = m_demo->folder / name.toStdString();
    QVERIFY(m_world->press("exportRunsButton"));
    m_demo->chooseFile("exportRunsDialog", file);
    QTRY_VERIFY2(m_world->message().contains(name), qPrintable(m_world->message()));
    const std::string text = test::readFile(file);
    QVERIFY2(text.starts_with(begin.toStdString()) && text.find("first export") != std::string::npos, text.c_str());
}

void DemoTest::reviewTheConflict() {
    m_demo->open();
    m_world->window->openPage(MainWindow::PageName::Conflicts);
    QTRY_COMPARE(m_world->rowsOf("conflictTable"), 1);
    m_world->find<QTableView>("conflictTable")->selectRow(0);
    QVERIFY(m_world->click("openConflictButton"));
    QTRY_VERIFY_WITH_TIMEOUT(m_world->models.conflicts.detail(), kRunMs);
    QTRY_VERIFY(m_world->showsReview());
}

void DemoTest::useResultAndRun() {
    QVERIFY(m_world->press("useResultButton"));
    QVERIFY(m_world->press("noticeRunButton", kRunMs));
    QTRY_COMPARE_WITH_TIMEOUT(m_world->models.conflicts.rowCount(), 0, kRunMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_world->models.state.runs().empty(), kRunMs);
}

/// Two more runs have nothing to do: no commit, no file, no row.
void DemoTest::expectQuiet() {
    const std::string folder = m_demo->vault(m_demo->story.conflictInWiki.space);
    const std::string head = gitCli(folder, {"rev-parse", "HEAD"});
    const auto files = test::filesOf(folder);
    const std::string row = m_demo->wikiText(m_demo->story.conflictInWiki);
    m_world->window->openPage(MainWindow::PageName::Spaces);
    QVERIFY(m_world->select("spaceTable", m_demo->name(m_demo->story.conflictInWiki.space)));
    for (int i = 0; i < 2; ++i) {
        m_demo->runShown();
        QVERIFY2(m_world->message().contains(QStringLiteral("Nothing to do")), qPrintable(m_world->message()));
    }
    QCOMPARE(gitCli(folder, {"rev-parse", "HEAD"}), head);
    QCOMPARE(gitCli(folder, {"status", "--porcelain"}), std::string());
    QVERIFY2(test::filesOf(folder) == files, "a file was touched");
    QCOMPARE(m_demo->wikiText(m_demo->story.conflictInWiki), row);
}

void DemoTest::aDecisionReachesWikiAndVault_data() {
    QTest::addColumn<QString>("button");
    QTest::addColumn<bool>("wiki");
    QTest::addColumn<bool>("git");
    QTest::newRow("take the wiki's text") << "takeWikiButton" << true << false;
    QTest::newRow("take git's text") << "takeGitButton" << false << true;
    QTest::newRow("take both") << "takeBothButton" << true << true;
}

void DemoTest::aDecisionReachesWikiAndVault() {
    QFETCH(QString, button);
    QFETCH(bool, wiki);
    QFETCH(bool, git);
    reviewTheConflict();
    QVERIFY(m_world->click(qPrintable(button)));
    useResultAndRun();
    for (const std::string &text :
         {m_demo->wikiText(m_demo->story.conflictInWiki), m_demo->vaultText(m_demo->story.conflictInWiki)}) {
        QVERIFY2((text.find(m_demo->story.conflictInWiki.after) != std::string::npos) == wiki, text.c_str());
        QVERIFY2((text.find(m_demo->story.conflictInFile.after) != std::string::npos) == git, text.c_str());
    }
    expectQuiet();
}

void DemoTest::anOwnTextReachesWikiAndVault() {
    reviewTheConflict();
    QVERIFY(m_world->click("takeGitButton"));
    QVERIFY(m_world->click("editButton"));
    auto *result = m_world->find<QPlainTextEdit>("blockText");
    QTRY_VERIFY(!result->toPlainText().isEmpty());
    QString text = result->toPlainText();
    QVERIFY(text.contains(QString::fromStdString(m_demo->story.conflictInFile.after)));
    text.replace(QString::fromStdString(m_demo->story.conflictInFile.after), QStringLiteral("from eight to noon"));
    result->selectAll();
    result->insertPlainText(text);
    useResultAndRun();
    for (const std::string &side :
         {m_demo->wikiText(m_demo->story.conflictInWiki), m_demo->vaultText(m_demo->story.conflictInWiki)})
        QVERIFY2(side.find("from eight to noon") != std::string::npos, side.c_str());
    expectQuiet();
}

void DemoTest::aChangeOfAPlanIsTurnedRound() {
    m_demo->open();
    const DemoEdit &edit = m_demo->story.pendingInFile;
    const std::string inWiki = m_demo->wikiText(edit), inFile = m_demo->vaultText(edit);
    m_demo->preview(edit.space, 1);
    QVERIFY(m_world->press("flipButton"));
    QVERIFY(m_world->models.plan.isFlipped(0));
    m_demo->applyShown();
    QCOMPARE(m_demo->wikiText(edit), inWiki);
    QVERIFY(m_demo->vaultText(edit) != inFile);
    m_world->window->openPage(MainWindow::PageName::Conflicts);
    QTRY_COMPARE(m_world->models.settled.countOf(SettledModel::ByPeople), 1);
}

void DemoTest::previewWritesNothing() {
    m_demo->open();
    const auto before = test::snapshot(m_demo->vault(m_demo->story.pendingInFile.space));
    const std::string row = m_demo->wikiText(m_demo->story.pendingInFile);
    QVERIFY(m_world->select("spaceTable", m_demo->name(m_demo->story.pendingInFile.space)));
    QVERIFY(m_world->click("previewButton"));
    QTRY_COMPARE_WITH_TIMEOUT(m_world->rowsOf("planTable"), 1, kRunMs);
    auto *diff = m_world->find<CompareView>("compareView");
    QTRY_VERIFY(diff->message().isEmpty() && diff->shownRows() > 0);
    const auto after = test::snapshot(m_demo->vault(m_demo->story.pendingInFile.space));
    for (const auto &[path, state] : after)
        QVERIFY2(before.contains(path) && before.at(path) == state, path.c_str());
    QCOMPARE(after.size(), before.size());
    QCOMPARE(m_demo->wikiText(m_demo->story.pendingInFile), row);
}

void DemoTest::bothPendingChangesAreRun() {
    m_demo->open();
    QVERIFY(m_demo->vaultText(m_demo->story.pendingInWiki).find(m_demo->story.pendingInWiki.after) ==
            std::string::npos);
    QVERIFY(m_demo->wikiText(m_demo->story.pendingInFile).find(m_demo->story.pendingInFile.after) == std::string::npos);
    m_world->find<QTableView>("spaceTable")->selectAll();
    m_demo->runShown();
    QTRY_VERIFY_WITH_TIMEOUT(
        m_demo->vaultText(m_demo->story.pendingInWiki).find(m_demo->story.pendingInWiki.after) != std::string::npos,
        kRunMs);
    QTRY_VERIFY_WITH_TIMEOUT(
        m_demo->wikiText(m_demo->story.pendingInFile).find(m_demo->story.pendingInFile.after) != std::string::npos,
        kRunMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_world->models.state.runs().empty(), kRunMs);
}

void DemoTest::aSpaceIsOptedOutInTheWiki() {
    m_demo->open();
    const QString space = m_demo->name(m_demo->story.pendingInWiki.space);
    QVERIFY(m_world->select("spaceTable", space));
    QVERIFY(m_world->click("peekSwitchButton"));
    const bool opensDialog = m_world->isShown("confirmDialog");
    QVERIFY(m_world->press(opensDialog ? "verbButton" : "confirmSwitchButton"));
    const bool before = m_world->models.spaces.find(m_demo->story.pendingInWiki.space)->space.flagged;
    QTRY_VERIFY(m_world->models.spaces.find(m_demo->story.pendingInWiki.space)->space.flagged != before);
}

void DemoTest::aFolderThatIsAFileStopsOneSpaceOnly() {
    namespace fs = std::filesystem;
    fs::remove_all(m_demo->vault(m_demo->story.pendingInWiki.space));
    test::writeFile(m_demo->vault(m_demo->story.pendingInWiki.space), "in the way");
    m_demo->open();
    QVERIFY(m_world->select("spaceTable", m_demo->name(m_demo->story.pendingInWiki.space)));
    m_demo->runShown();
    QVERIFY2(m_world->message().contains(QStringLiteral("the run failed.")), qPrintable(m_world->message()));
    QVERIFY2(m_world->message().contains(QString::fromStdString(m_demo->vault(m_demo->story.pendingInWiki.space))),
             qPrintable(m_world->message()));
    QVERIFY(m_world->select("spaceTable", m_demo->name(m_demo->story.pendingInFile.space)));
    m_demo->runShown();
    QTRY_VERIFY(m_demo->wikiText(m_demo->story.pendingInFile).find(m_demo->story.pendingInFile.after) !=
                std::string::npos);
    QTRY_COMPARE(m_world->models.spaces.countOf(SpaceState::Failing), 1);
}

void DemoTest::aDataDirectoryThatIsAFileIsOneSentence() {
    Settings broken = m_demo->settings();
    broken.dataDir = m_demo->folder / "file";
    test::writeFile(broken.dataDir, "in the way");
    m_world->open(broken);
    QTRY_COMPARE_WITH_TIMEOUT(m_world->textOf("emptySentence"), QStringLiteral("The spaces could not be read."),
                              kRunMs);
    QVERIFY2(m_world->textOf("emptyDetail").contains(QStringLiteral("is a file where a directory is needed")),
             qPrintable(m_world->textOf("emptyDetail")));
    // Settings are at hand and mend it.
    QVERIFY(m_world->click("settingsButton"));
    auto *field = m_world->find<QLineEdit>("dataDirField");
    QVERIFY(m_world->click("dataDirFieldTest"));
    QTRY_VERIFY(m_world->textOf("dataDirFieldAnswer").contains(QStringLiteral("is a file")));
    field->setText(QString::fromStdString(m_demo->demo.dataDir));
    QVERIFY(m_world->press("saveButton"));
    QTRY_COMPARE_WITH_TIMEOUT(m_world->rowsOf("spaceTable"), 3, kRunMs);
}

void DemoTest::aDatabaseThatIsAwayIsOneSentence() {
    Settings broken = m_demo->settings();
    broken.databaseUrl = "postgresql://kim:hush@127.0.0.1:" + nobodysPort() + "/docmost";
    m_world->open(broken);
    QTRY_COMPARE_WITH_TIMEOUT(m_world->textOf("emptySentence"), QStringLiteral("The spaces could not be read."),
                              kRunMs);
    const QString detail = m_world->textOf("emptyDetail");
    QVERIFY2(detail.contains(QStringLiteral("127.0.0.1")) && !detail.contains(QStringLiteral("hush")),
             qPrintable(detail));
    QTRY_COMPARE(m_world->models.state.database().state, Health::State::Lost);
    m_world->window->openPage(MainWindow::PageName::Runs);  // what does not need the wiki goes on
    QTRY_VERIFY(m_world->models.runs.rowCount() >= 5);
}

void DemoTest::aRedisThatIsAwayBlocksRunsAndSaysSo() {
    Settings broken = m_demo->settings();
    broken.redisUrl = "redis://127.0.0.1:" + nobodysPort() + "/0";
    m_demo->open(broken);
    QVERIFY(m_world->select("spaceTable", m_demo->name(m_demo->story.pendingInFile.space)));
    m_demo->runShown();
    QVERIFY2(m_world->message().contains(QStringLiteral("Redis")), qPrintable(m_world->message()));
    QVERIFY(m_demo->wikiText(m_demo->story.pendingInFile).find(m_demo->story.pendingInFile.after) == std::string::npos);
    m_world->window->openPage(MainWindow::PageName::Locks);
    QTRY_COMPARE_WITH_TIMEOUT(m_world->textOf("emptySentence"),
                              QStringLiteral("Locks are unknown, so runs are blocked."), kRunMs);
    QTRY_COMPARE(m_world->models.state.locks().state, Health::State::Lost);
    m_world->window->openPage(MainWindow::PageName::Spaces);
    QCOMPARE(m_world->rowsOf("spaceTable"), 3);
}

QTEST_MAIN(DemoTest)
#include "demo_test.moc"
