#include "tests/ui/demo_world.h"
#include "ui/nav_bar.h"

#include <filesystem>

using namespace wikivault;

/// Nobody claims that all is well while the wiki cannot be asked.
class LostWikiTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }
    void init() { m_demo = std::make_unique<DemoWorld>(*m_theme); }
    void cleanup() { m_demo.reset(); }
    void cleanupTestCase() { m_theme.reset(); }
    void whatNobodyHasReadIsUnknown();
    void lastValuesTurnGreyAndComeBack();

private:
    [[nodiscard]] ConsoleWorld &world() { return m_demo->window; }
    [[nodiscard]] QString blankOf(MainWindow::PageName page) {
        world().window->openPage(page);
        return world().textOf("emptySentence");
    }
    [[nodiscard]] std::string wikiFile() const {
        return m_demo->demo.databaseUrl.substr(std::string("sqlite://").size());
    }
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<DemoWorld> m_demo;
};

void LostWikiTest::whatNobodyHasReadIsUnknown() {
    Settings settings = m_demo->settings();
    settings.databaseUrl = "postgresql://wikivault@127.0.0.1:1/wiki";
    settings.dataDir = m_demo->folder / "nothing";
    world().open(settings);
    QTRY_COMPARE_WITH_TIMEOUT(world().models.spaces.load().phase, Load::Phase::Failed, kRunMs);
    QCOMPARE(blankOf(MainWindow::PageName::Activity), QStringLiteral("What needs attention is not known."));
    QVERIFY(world().textOf("emptyDetail").contains(QStringLiteral("127.0.0.1:1")));
    QCOMPARE(blankOf(MainWindow::PageName::Conflicts), QStringLiteral("Whether pages are in conflict is not known."));
    QCOMPARE(blankOf(MainWindow::PageName::Schedule), QStringLiteral("When the spaces run next is not known."));
    QVERIFY(world().textOf("pageSentence").startsWith(QStringLiteral("The wiki does not answer")));
    QTRY_COMPARE(world().find<NavButton>("nav_activity")->accessibleName(), QStringLiteral("Activity, ?"));
    QCOMPARE(world().find<NavButton>("nav_conflicts")->accessibleName(), QStringLiteral("Conflicts, ?"));
}

void LostWikiTest::lastValuesTurnGreyAndComeBack() {
    m_demo->open();
    const ConsoleModels &models = world().models;
    QTRY_COMPARE_WITH_TIMEOUT(models.activity.open(), 1, kRunMs);
    QTRY_COMPARE(models.schedule.rowCount(), 3);
    const std::string away = wikiFile() + ".away";
    std::filesystem::rename(wikiFile(), away);
    world().commands->refreshSpaces();
    QTRY_COMPARE_WITH_TIMEOUT(models.spaces.load().phase, Load::Phase::Failed, kRunMs);
    const std::pair<MainWindow::PageName, const TableModel *> pages[] = {
        {MainWindow::PageName::Activity, &models.activity},
        {MainWindow::PageName::Conflicts, &models.conflicts},
        {MainWindow::PageName::Schedule, &models.schedule}};
    for (const auto &[page, model] : pages) {
        world().window->openPage(page);
        QVERIFY(model->rowCount() > 0);
        QVERIFY2(world().message().startsWith(QStringLiteral("Showing ")), qPrintable(world().message()));
        QCOMPARE(model->load().phase, Load::Phase::Failed);
    }
    world().commands->commands().review.refreshConflicts();  // the vaults can be read all the same
    world().commands->commands().settled.refreshSettled();
    QTest::qWait(1100);  // the clock of the window has ticked
    for (const auto &[page, model] : pages)
        QCOMPARE(model->load().phase, Load::Phase::Failed);
    std::filesystem::rename(away, wikiFile());
    world().commands->refreshSpaces();
    for (const auto &[page, model] : pages)
        QTRY_COMPARE_WITH_TIMEOUT(model->load().phase, Load::Phase::Ready, kRunMs);
    QVERIFY(world().message().isEmpty());
}

QTEST_MAIN(LostWikiTest)
#include "lost_wiki_test.moc"
