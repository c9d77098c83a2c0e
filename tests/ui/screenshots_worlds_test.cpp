#include "app/common/demo_story.h"
#include "tests/support/temp_vault.h"
#include "tests/ui/pictures.h"
#include "ui/compare_view.h"
#include "ui/space_page.h"

#include <QSqlDatabase>
#include <QSqlQuery>

using namespace wikivault;

/// Draws trouble, a world of a thousand spaces with long names, and the demo.
class ScreenshotsWorldsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }
    void init() { m_pictures.begin(); }
    void cleanup() { m_pictures.end(); }
    void cleanupTestCase() { m_theme.reset(); }
    void troubleIsDrawn_data() { Pictures::addRows(); }
    void troubleIsDrawn();
    void theStressedWorldIsDrawn_data() { Pictures::addRows(); }
    void theStressedWorldIsDrawn();
    void theDemoIsDrawn();

private:
    void keep(QWidget &widget, const QString &name) { m_pictures.keep(widget, name); }
    void drawDemo(ConsoleWorld &world);
    std::unique_ptr<Theme> m_theme;
    Pictures m_pictures;
};

namespace {

/// The same names on every machine.
void renameActors(const DemoWorkspace &demo) {
    {
        QSqlDatabase state = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("actors"));
        state.setDatabaseName(QString::fromStdString(demo.dataDir + "/.wikivault/state.db"));
        QVERIFY(state.open());
        QSqlQuery query(state);
        QVERIFY(query.exec(QStringLiteral("update runs set actor = 'kim@adm1'")));
    }
    QSqlDatabase::removeDatabase(QStringLiteral("actors"));
}

}  // namespace

void ScreenshotsWorldsTest::troubleIsDrawn() {
    QFETCH(int, theme);
    QFETCH(QSize, size);
    const QString tag = QString::fromLatin1(QTest::currentDataTag());
    m_theme->setChoice(ThemeChoice(theme));
    ConsoleWorld world(*m_theme, nullptr, Pictures::languageOfRow(tag));
    Settings settings = worldSettings();
    settings.environment = "production";
    world.filled().open(settings);
    world.window->resize(size);
    QTRY_COMPARE(world.rowsOf("spaceTable"), 8);
    world.desks.failWith(Error{ErrorCode::Unavailable, "Connection to wiki.example.org:5432 refused."});
    world.window->openPage(MainWindow::PageName::Spaces);
    QTRY_VERIFY(world.isShown("retryButton"));
    keep(*world.window, tag + QStringLiteral("-a-stale"));
    world.window->openPage(MainWindow::PageName::Plan);
    keep(*world.window, tag + QStringLiteral("-a-noplan"));
    world.window->hide();
    ConsoleWorld first(*m_theme, nullptr, Pictures::languageOfRow(tag));
    settings.environment = "staging";
    settings.enabled = false;
    first.desks.failWith(Error{ErrorCode::Unavailable, "Connection to wiki.example.org:5432 refused."});
    first.open(settings);
    first.window->resize(size);
    QTRY_COMPARE(first.textOf("emptySentence"), SpacePage::tr("The spaces could not be read."));
    keep(*first.window, tag + QStringLiteral("-a-error"));
    first.desks.failWith({});
    first.window->openPage(MainWindow::PageName::Spaces);
    QTRY_VERIFY(first.models.spaces.load().asOf);
    first.window->openPage(MainWindow::PageName::Conflicts);
    QTRY_VERIFY(first.models.conflicts.load().asOf);
    keep(*first.window, tag + QStringLiteral("-a-empty"));
}

void ScreenshotsWorldsTest::theStressedWorldIsDrawn() {
    QFETCH(int, theme);
    QFETCH(QSize, size);
    const QString tag = QString::fromLatin1(QTest::currentDataTag());
    m_theme->setChoice(ThemeChoice(theme));
    ConsoleWorld world(*m_theme, nullptr, Pictures::languageOfRow(tag));
    Settings settings = worldSettings();
    settings.enabled = false;  // no run comes between the pictures
    settings.environment = "production";
    settings.databaseUrl =
        "postgresql://wikivault@postgres.internal.very-long-host-name.example.org:6432/docmost_europe";
    world.desks.fill();
    world.desks.stress();
    world.open(settings);
    world.window->resize(size);
    QTRY_COMPARE(world.rowsOf("spaceTable"), 1000);
    QVERIFY(world.select("spaceTable", QString::fromUtf8("מדריך")));
    keep(*world.window, tag + QStringLiteral("-s-1-spaces"));
    world.find<QTableView>("spaceTable")->selectAll();
    keep(*world.window, tag + QStringLiteral("-s-1-spaces-bulk"));
    world.window->lookAt({SpaceId("0190a1b2-7001-7000-8000-000000000002")});
    QTRY_COMPARE(world.rowsOf("planTable"), 500);
    QTRY_VERIFY(world.find<CompareView>("compareView")->message().isEmpty());
    keep(*world.window, tag + QStringLiteral("-s-2-plan"));
    const std::pair<MainWindow::PageName, const char *> pages[] = {
        {MainWindow::PageName::Conflicts, "conflictTable"}, {MainWindow::PageName::Runs, "runTable"},
        {MainWindow::PageName::Locks, "lockTable"},         {MainWindow::PageName::Schedule, "scheduleTable"},
        {MainWindow::PageName::Remotes, "remoteTable"},     {MainWindow::PageName::Activity, "activityTable"}};
    for (const auto &[page, table] : pages) {
        world.window->openPage(page);
        QTRY_VERIFY2(world.rowsOf(table) > 20, table);
        world.find<QTableView>(table)->selectRow(10);
        QTest::qWait(50);
        keep(*world.window, tag + QStringLiteral("-s-3-") + QLatin1String(table));
    }
}

void ScreenshotsWorldsTest::drawDemo(ConsoleWorld &world) {
    const DemoStory story = demoStory();
    m_theme->setChoice(ThemeChoice::Light);
    QVERIFY(world.select("spaceTable", world.models.spaces.nameOf(story.pendingInFile.space)));
    world.find<QTableView>("spaceTable")->selectAll();
    QVERIFY(world.click("bulkPreviewButton"));
    QTRY_VERIFY_WITH_TIMEOUT(world.rowsOf("planTable") > 1, 60000);
    QTRY_VERIFY(world.find<CompareView>("compareView")->message().isEmpty());
    keep(*world.window, QStringLiteral("plan-light"));
    m_theme->setChoice(ThemeChoice::Dark);
    keep(*world.window, QStringLiteral("plan-dark"));
    world.window->openPage(MainWindow::PageName::Runs);
    QVERIFY(world.select("runTable", QStringLiteral("first export"), RunListModel::Why));
    QTRY_VERIFY_WITH_TIMEOUT(world.rowsOf("runItemTable") > 10, 60000);
    keep(*world.window, QStringLiteral("runs-dark"));
    m_theme->setChoice(ThemeChoice::Light);
    world.window->openPage(MainWindow::PageName::Spaces);
    QVERIFY(world.select("spaceTable", world.models.spaces.nameOf(story.pendingInFile.space)));
    keep(*world.window, QStringLiteral("spaces-light"));
    world.window->openPage(MainWindow::PageName::Conflicts);
    QTRY_COMPARE(world.rowsOf("conflictTable"), 1);
    world.find<QTableView>("conflictTable")->selectRow(0);
    QVERIFY(world.click("openConflictButton"));
    QTRY_VERIFY_WITH_TIMEOUT(world.showsReview(), 60000);
    QVERIFY(world.click("takeBothButton"));
    keep(*world.window, QStringLiteral("conflict-light"));
    m_theme->setChoice(ThemeChoice::Dark);
    keep(*world.window, QStringLiteral("conflict-dark"));
}

void ScreenshotsWorldsTest::theDemoIsDrawn() {
    const test::TempDir folder;
    const auto demo = createDemo(folder / "demo");
    QVERIFY(demo && prepareDemoStory(*demo));
    renameActors(*demo);
    const WallClock clock;
    ConsoleWorld world(*m_theme, &clock);
    world.useEngine();
    Settings settings = worldSettings();
    settings.pollIntervalMs = 600'000;  // a pace as people have it; no look happens while the pictures are taken
    settings.databaseUrl = demo->databaseUrl;
    settings.redisUrl.clear();
    settings.dataDir = demo->dataDir;
    settings.serviceUserId = demo->serviceUserId;
    world.open(settings);
    world.window->resize(1280, 800);
    QTRY_COMPARE_WITH_TIMEOUT(world.rowsOf("spaceTable"), 3, 60000);
    world.models.state.setNextPoll(clock.now() + std::chrono::seconds(40));
    drawDemo(world);
}

QTEST_MAIN(ScreenshotsWorldsTest)
#include "screenshots_worlds_test.moc"
