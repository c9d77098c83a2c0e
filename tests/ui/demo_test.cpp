#include "app/common/demo_story.h"
#include "tests/support/temp_vault.h"
#include "tests/ui/console_world.h"
#include "ui/compare_view.h"

#include <QComboBox>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QTcpServer>

#include <filesystem>

using namespace wikivault;
using test::gitCli;
using test::readFile;

namespace {

constexpr int kRunMs = 30000;

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
    void aDecisionReachesWikiAndVault_data();
    void aDecisionReachesWikiAndVault();
    void anOwnTextReachesWikiAndVault();
    void previewWritesNothing();
    void bothPendingChangesAreRun();
    void aSpaceIsOptedOutInTheWiki();
    void aFolderThatIsAFileStopsOneSpaceOnly();
    void aDataDirectoryThatIsAFileIsOneSentence();
    void aDatabaseThatIsAwayIsOneSentence();
    void aRedisThatIsAwayBlocksRunsAndSaysSo();

private:
    [[nodiscard]] Settings settings() const;
    void open(const Settings &settings);
    void runShown();
    void reviewTheConflict();
    void useResultAndRun();
    void expectQuiet();
    [[nodiscard]] std::string wikiText(const DemoEdit &edit) const;
    [[nodiscard]] std::string vaultText(const DemoEdit &edit) const;
    [[nodiscard]] std::string vault(const SpaceId &space) const { return m_demo.dataDir + "/" + space.str(); }
    [[nodiscard]] QString name(const SpaceId &space) const { return m_world->models.spaces.nameOf(space); }

    std::unique_ptr<Theme> m_theme;
    WallClock m_clock;
    std::unique_ptr<test::TempDir> m_folder;
    DemoWorkspace m_demo;
    DemoStory m_story;
    std::unique_ptr<ConsoleWorld> m_world;
};

void DemoTest::init() {
    m_folder = std::make_unique<test::TempDir>();
    const auto demo = createDemo(*m_folder / "demo");
    QVERIFY2(demo, demo ? "" : demo.error().detail.c_str());
    m_demo = *demo;
    m_story = demoStory();
    const auto told = prepareDemoStory(m_demo);
    QVERIFY2(told, told ? "" : told.error().detail.c_str());
    m_world = std::make_unique<ConsoleWorld>(*m_theme, &m_clock);
    m_world->useEngine();
}

void DemoTest::cleanup() {
    m_world.reset();
    m_folder.reset();
    QVERIFY(QSqlDatabase::connectionNames().isEmpty());
}

Settings DemoTest::settings() const {
    Settings settings = worldSettings();
    settings.databaseUrl = m_demo.databaseUrl;
    settings.redisUrl.clear();
    settings.dataDir = m_demo.dataDir;
    settings.serviceUserId = m_demo.serviceUserId;
    return settings;
}

void DemoTest::open(const Settings &settings) {
    m_world->open(settings);
    QTRY_COMPARE_WITH_TIMEOUT(m_world->rowsOf("spaceTable"), 3, kRunMs);
}

/// Presses Run and waits for its end.
void DemoTest::runShown() {
    m_world->find<MessageBar>("messageBar")->dismiss();
    QVERIFY(m_world->press("runButton"));
    QVERIFY(m_world->press("confirmRunButton"));
    QTRY_VERIFY_WITH_TIMEOUT(m_world->isShown("noticeShowButton"), kRunMs);
}

void DemoTest::theDemoIsSeen() {
    open(settings());
    QTRY_COMPARE(m_world->models.conflicts.rowCount(), 1);
    QTRY_VERIFY(m_world->models.runs.rowCount() >= 5);
    QCOMPARE(m_world->models.spaces.countOf(SpaceState::Conflicts), 1);
    QTRY_VERIFY(m_world->find("databaseChip")->accessibleName().startsWith(QStringLiteral("SQLite")));
    QTRY_VERIFY(m_world->find("locksChip")->accessibleName().startsWith(QStringLiteral("File locks")));
    m_world->window->openPage(MainWindow::PageName::Locks);
    QTRY_VERIFY(m_world->textOf("emptySentence").startsWith(QStringLiteral("No locks.")));
    m_world->window->openPage(MainWindow::PageName::Runs);
    QTRY_VERIFY(m_world->select("runTable", QStringLiteral("first export"), RunListModel::Why));
    QTRY_VERIFY_WITH_TIMEOUT(m_world->rowsOf("runItemTable") > 10, kRunMs);
}

void DemoTest::reviewTheConflict() {
    open(settings());
    m_world->window->openPage(MainWindow::PageName::Conflicts);
    QTRY_COMPARE(m_world->rowsOf("conflictTable"), 1);
    m_world->find<QTableView>("conflictTable")->selectRow(0);
    QVERIFY(m_world->click("openConflictButton"));
    QTRY_VERIFY_WITH_TIMEOUT(m_world->models.conflicts.detail(), kRunMs);
    QTRY_VERIFY(m_world->find<CompareView>("conflictTexts")->message().isEmpty());
}

void DemoTest::useResultAndRun() {
    QVERIFY(m_world->press("useResultButton"));
    QVERIFY(m_world->press("noticeRunButton", kRunMs));
    QTRY_COMPARE_WITH_TIMEOUT(m_world->models.conflicts.rowCount(), 0, kRunMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_world->models.state.runs().empty(), kRunMs);
}

std::string DemoTest::wikiText(const DemoEdit &edit) const {
    const QString name = QStringLiteral("demo-test");
    QString text;
    {
        QSqlDatabase wiki = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), name);
        wiki.setDatabaseName(QString::fromStdString(m_demo.databaseUrl.substr(std::string("sqlite://").size())));
        if (!wiki.open()) return "the wiki cannot be opened";
        QSqlQuery query = wiki.exec(
            QStringLiteral("select content from pages where id = '%1'").arg(QString::fromStdString(edit.page.str())));
        if (query.next()) text = query.value(0).toString();
    }
    QSqlDatabase::removeDatabase(name);
    return text.toStdString();
}

/// The page's file: whichever carries its id.
std::string DemoTest::vaultText(const DemoEdit &edit) const {
    for (const auto &[path, state] : test::filesOf(vault(edit.space)))
        if (state.contents.find(edit.page.str()) != std::string::npos && path.ends_with(".md")) return state.contents;
    return "no file carries the page's id";
}

/// Two more runs have nothing to do: no commit, no file, no row.
void DemoTest::expectQuiet() {
    const std::string folder = vault(m_story.conflictInWiki.space);
    const std::string head = gitCli(folder, {"rev-parse", "HEAD"});
    const auto files = test::filesOf(folder);
    const std::string row = wikiText(m_story.conflictInWiki);
    m_world->window->openPage(MainWindow::PageName::Spaces);
    QVERIFY(m_world->select("spaceTable", name(m_story.conflictInWiki.space)));
    for (int i = 0; i < 2; ++i) {
        runShown();
        QVERIFY2(m_world->message().contains(QStringLiteral("Nothing to do")), qPrintable(m_world->message()));
    }
    QCOMPARE(gitCli(folder, {"rev-parse", "HEAD"}), head);
    QCOMPARE(gitCli(folder, {"status", "--porcelain"}), std::string());
    QVERIFY2(test::filesOf(folder) == files, "a file was touched");
    QCOMPARE(wikiText(m_story.conflictInWiki), row);
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
    for (const std::string &text : {wikiText(m_story.conflictInWiki), vaultText(m_story.conflictInWiki)}) {
        QVERIFY2((text.find(m_story.conflictInWiki.after) != std::string::npos) == wiki, text.c_str());
        QVERIFY2((text.find(m_story.conflictInFile.after) != std::string::npos) == git, text.c_str());
    }
    expectQuiet();
}

void DemoTest::anOwnTextReachesWikiAndVault() {
    reviewTheConflict();
    QVERIFY(m_world->click("takeGitButton"));
    auto *result = m_world->find<QPlainTextEdit>("resultText");
    QTRY_VERIFY(!result->toPlainText().isEmpty());
    QVERIFY(m_world->click("editButton"));
    QString text = result->toPlainText();
    QVERIFY(text.contains(QString::fromStdString(m_story.conflictInFile.after)));
    text.replace(QString::fromStdString(m_story.conflictInFile.after), QStringLiteral("from eight to noon"));
    result->selectAll();
    result->insertPlainText(text);
    useResultAndRun();
    for (const std::string &side : {wikiText(m_story.conflictInWiki), vaultText(m_story.conflictInWiki)})
        QVERIFY2(side.find("from eight to noon") != std::string::npos, side.c_str());
    expectQuiet();
}

void DemoTest::previewWritesNothing() {
    open(settings());
    const auto before = test::snapshot(vault(m_story.pendingInFile.space));
    const std::string row = wikiText(m_story.pendingInFile);
    QVERIFY(m_world->select("spaceTable", name(m_story.pendingInFile.space)));
    QVERIFY(m_world->click("previewButton"));
    QTRY_COMPARE_WITH_TIMEOUT(m_world->rowsOf("planTable"), 1, kRunMs);
    auto *diff = m_world->find<CompareView>("compareView");
    QTRY_VERIFY(diff->message().isEmpty() && diff->shownRows() > 0);
    const auto after = test::snapshot(vault(m_story.pendingInFile.space));
    for (const auto &[path, state] : after)
        QVERIFY2(before.contains(path) && before.at(path) == state, path.c_str());
    QCOMPARE(after.size(), before.size());
    QCOMPARE(wikiText(m_story.pendingInFile), row);
}

void DemoTest::bothPendingChangesAreRun() {
    open(settings());
    QVERIFY(vaultText(m_story.pendingInWiki).find(m_story.pendingInWiki.after) == std::string::npos);
    QVERIFY(wikiText(m_story.pendingInFile).find(m_story.pendingInFile.after) == std::string::npos);
    m_world->find<QTableView>("spaceTable")->selectAll();
    runShown();
    QTRY_VERIFY_WITH_TIMEOUT(vaultText(m_story.pendingInWiki).find(m_story.pendingInWiki.after) != std::string::npos,
                             kRunMs);
    QTRY_VERIFY_WITH_TIMEOUT(wikiText(m_story.pendingInFile).find(m_story.pendingInFile.after) != std::string::npos,
                             kRunMs);
    QTRY_VERIFY_WITH_TIMEOUT(m_world->models.state.runs().empty(), kRunMs);
}

void DemoTest::aSpaceIsOptedOutInTheWiki() {
    open(settings());
    const QString space = name(m_story.pendingInWiki.space);
    QVERIFY(m_world->select("spaceTable", space));
    QVERIFY(m_world->click("peekSwitchButton"));
    const bool opensDialog = m_world->isShown("confirmDialog");
    QVERIFY(m_world->press(opensDialog ? "verbButton" : "confirmSwitchButton"));
    const bool before = m_world->models.spaces.find(m_story.pendingInWiki.space)->space.flagged;
    QTRY_VERIFY(m_world->models.spaces.find(m_story.pendingInWiki.space)->space.flagged != before);
}

void DemoTest::aFolderThatIsAFileStopsOneSpaceOnly() {
    namespace fs = std::filesystem;
    fs::remove_all(vault(m_story.pendingInWiki.space));
    test::writeFile(vault(m_story.pendingInWiki.space), "in the way");
    open(settings());
    QVERIFY(m_world->select("spaceTable", name(m_story.pendingInWiki.space)));
    runShown();
    QVERIFY2(m_world->message().contains(QStringLiteral("the run failed.")), qPrintable(m_world->message()));
    QVERIFY2(m_world->message().contains(QString::fromStdString(vault(m_story.pendingInWiki.space))),
             qPrintable(m_world->message()));
    QVERIFY(m_world->select("spaceTable", name(m_story.pendingInFile.space)));
    runShown();
    QTRY_VERIFY(wikiText(m_story.pendingInFile).find(m_story.pendingInFile.after) != std::string::npos);
    QTRY_COMPARE(m_world->models.spaces.countOf(SpaceState::Failing), 1);
}

void DemoTest::aDataDirectoryThatIsAFileIsOneSentence() {
    Settings broken = settings();
    broken.dataDir = *m_folder / "file";
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
    field->setText(QString::fromStdString(m_demo.dataDir));
    QVERIFY(m_world->press("saveButton"));
    QTRY_COMPARE_WITH_TIMEOUT(m_world->rowsOf("spaceTable"), 3, kRunMs);
}

void DemoTest::aDatabaseThatIsAwayIsOneSentence() {
    Settings broken = settings();
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
    Settings broken = settings();
    broken.redisUrl = "redis://127.0.0.1:" + nobodysPort() + "/0";
    open(broken);
    QVERIFY(m_world->select("spaceTable", name(m_story.pendingInFile.space)));
    runShown();
    QVERIFY2(m_world->message().contains(QStringLiteral("Redis")), qPrintable(m_world->message()));
    QVERIFY(wikiText(m_story.pendingInFile).find(m_story.pendingInFile.after) == std::string::npos);
    m_world->window->openPage(MainWindow::PageName::Locks);
    QTRY_COMPARE_WITH_TIMEOUT(m_world->textOf("emptySentence"),
                              QStringLiteral("Locks are unknown, so runs are blocked."), kRunMs);
    QTRY_COMPARE(m_world->models.state.locks().state, Health::State::Lost);
    m_world->window->openPage(MainWindow::PageName::Spaces);
    QCOMPARE(m_world->rowsOf("spaceTable"), 3);
}

QTEST_MAIN(DemoTest)
#include "demo_test.moc"
