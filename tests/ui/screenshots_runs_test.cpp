#include "tests/ui/open_settings.h"
#include "tests/ui/pictures.h"
#include "ui/compare_view.h"

#include <QDialog>

using namespace wikivault;

/// Draws the page of runs in its states, the look at a space beside the list, and what a search leaves of the settings.
class ScreenshotsRunsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }
    void init() { m_pictures.begin(); }
    void cleanup() { m_pictures.end(); }
    void cleanupTestCase() { m_theme.reset(); }
    void runsAndLooksAreDrawn_data() { Pictures::addRows(); }
    void runsAndLooksAreDrawn();

private:
    void keep(QWidget &widget, const QString &name) { m_pictures.keep(widget, name); }
    void drawRuns(ConsoleWorld &world, const QString &tag);
    void drawComparisons(ConsoleWorld &world, const QString &tag);
    std::unique_ptr<Theme> m_theme;
    Pictures m_pictures;
};

void ScreenshotsRunsTest::drawRuns(ConsoleWorld &world, const QString &tag) {
    const RunRecord run = *world.models.runs.find(RunId("1842"));
    world.models.log.append({{run.startedAt, LogLevel::Info, "Space handbook: run 1842 (manual) begins, by kim@adm1"},
                             {run.startedAt, LogLevel::Warning, "Space handbook: the lock was not renewed."},
                             {*run.endedAt, LogLevel::Info,
                              "Space handbook: run 1842 (manual) spent 7.5 s reading the wiki, 22.5 s writing pages"}});
    QTRY_VERIFY(world.rowsOf("runItemTable") > 0);
    keep(*world.window, tag + QStringLiteral("-5-runs"));
    for (const char *tab : {"runTextsTab", "runLogTab", "runPhasesTab", "runErrorsTab", "runPagesTab"}) {
        QVERIFY(world.click(tab));
        QTest::qWait(100);
        keep(*world.window, tag + QStringLiteral("-5-") + QLatin1String(tab));
    }
    QVERIFY(world.select("runTable", QStringLiteral("Legal"), RunListModel::SpaceName));
    QVERIFY(world.press("emptyAction"));
    keep(*world.window, tag + QStringLiteral("-5-runs-unfolded"));
    QVERIFY(world.click("emptyAction"));
    QVERIFY(world.select("runTable", QStringLiteral("Handbook"), RunListModel::SpaceName));
    QTRY_VERIFY(world.rowsOf("runItemTable") > 0);
}

void ScreenshotsRunsTest::drawComparisons(ConsoleWorld &world, const QString &tag) {
    QVERIFY(world.press("compareRunsButton"));
    QTRY_COMPARE(world.rowsOf("comparisonTable"), 3);
    QTRY_VERIFY(world.find<CompareView>("comparisonTexts")->message().isEmpty());
    keep(*world.find("runComparison"), tag + QStringLiteral("-5-compare"));
    QVERIFY(world.click("closeButton"));
    world.find<QTableView>("runItemTable")
        ->setCurrentIndex(world.find<QTableView>("runItemTable")->model()->index(0, 0));
    QVERIFY(world.press("pageHistoryButton"));
    QTRY_COMPARE(world.rowsOf("historyTable"), 2);
    QTRY_VERIFY(world.find<CompareView>("historyTexts")->message().isEmpty());
    keep(*world.find("pageHistory"), tag + QStringLiteral("-5-history"));
    QVERIFY(world.click("closeButton"));
}

void ScreenshotsRunsTest::runsAndLooksAreDrawn() {
    QFETCH(int, theme);
    QFETCH(QSize, size);
    const QString tag = QString::fromLatin1(QTest::currentDataTag());
    m_theme->setChoice(ThemeChoice(theme));
    ConsoleWorld world(*m_theme, nullptr, Pictures::languageOfRow(tag));
    world.openFilled();
    world.window->resize(size);
    QVERIFY(world.select("spaceTable", QStringLiteral("Handbook")));
    world.commands->commands().plans.peek(SpaceId("0190a1b2-0000-7000-8000-000000000001"));
    QTRY_VERIFY(!world.models.peek.plans().empty());
    keep(*world.window, tag + QStringLiteral("-1-spaces-peek"));
    openSettings(world);
    type(world, "settingsSearch", QStringLiteral("redis"));
    keep(*world.find("settingsDialog"), tag + QStringLiteral("-8-settings-search"));
    world.find<QDialog>("settingsDialog")->reject();
    world.window->openPage(MainWindow::PageName::Runs);
    drawRuns(world, tag);
    drawComparisons(world, tag);
}

QTEST_MAIN(ScreenshotsRunsTest)
#include "screenshots_runs_test.moc"
