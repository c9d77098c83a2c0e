#include "app/console/setup_acts.h"
#include "tests/ui/pictures.h"
#include "ui/compare_view.h"
#include "ui/rendered_view.h"
#include "ui/settings_dialog.h"
#include "ui/setup_wizard.h"
#include "ui/space_page.h"
#include "ui/tray.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPlainTextEdit>

using namespace wikivault;

/// Draws every page and dialog of a world with everything in it.
class ScreenshotsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }
    void init() { m_pictures.begin(); }
    void cleanup() { m_pictures.end(); }
    void cleanupTestCase() { m_theme.reset(); }
    void everyPageIsDrawn_data() { Pictures::addRows(); }
    void everyPageIsDrawn();

private:
    void keep(QWidget &widget, const QString &name) { m_pictures.keep(widget, name); }
    void drawPlanAndReview(ConsoleWorld &world, const QString &tag);
    void drawRest(ConsoleWorld &world, const QString &tag);
    void drawSettings(ConsoleWorld &world, const QString &tag);
    void drawSetup(ConsoleWorld &world, const QString &tag);
    void drawQuestions(ConsoleWorld &world, const QString &tag);
    void drawTray(ConsoleWorld &world, const QString &tag);
    std::unique_ptr<Theme> m_theme;
    Pictures m_pictures;
};

namespace {

const std::vector<LogEntry> &loggedLines(TimePoint at) {
    static const std::vector<LogEntry> lines{
        {at, LogLevel::Info, "console started, profile demo"},
        {at, LogLevel::Info, "run 1842 of Handbook: 412 pages read in 210 ms"},
        {at, LogLevel::Warning, "run 1842: Tools/VPN.md was not written: unknown node"},
        {at, LogLevel::Error, "space hr: the wiki's database refused the password"},
        {at, LogLevel::Debug, "lease of legal is held by another process"}};
    return lines;
}

}  // namespace

void ScreenshotsTest::drawPlanAndReview(ConsoleWorld &world, const QString &tag) {
    QVERIFY(world.select("spaceTable", QStringLiteral("Handbook")));
    keep(*world.window, tag + QStringLiteral("-1-spaces"));
    world.find<QTableView>("spaceTable")->selectAll();
    keep(*world.window, tag + QStringLiteral("-1-spaces-bulk"));
    QVERIFY(world.select("spaceTable", QStringLiteral("Handbook")));
    QVERIFY(world.click("previewButton"));
    QTRY_VERIFY(world.rowsOf("planTable") > 0);
    QTRY_VERIFY(world.find<CompareView>("compareView")->message().isEmpty());
    keep(*world.window, tag + QStringLiteral("-2-plan"));
    QVERIFY(world.click("flipButton"));
    keep(*world.window, tag + QStringLiteral("-2-plan-flipped"));
    QVERIFY(world.click("flipButton"));
    QVERIFY(world.click("renderedButton"));
    QTRY_VERIFY(world.find<RenderedView>("renderedView")->changes() > 0);
    keep(*world.window, tag + QStringLiteral("-2-plan-rendered"));
    QVERIFY(world.click("sourceButton"));
    QVERIFY(world.click("proofButton"));
    keep(*world.find("proofDialog"), tag + QStringLiteral("-2-proof"));
    QVERIFY(world.click("closeButton"));
    QVERIFY(world.click("approveButton"));
    keep(*world.find("confirmDialog"), tag + QStringLiteral("-2-guard"));
    QVERIFY(world.click("cancelButton"));
    world.window->openPage(MainWindow::PageName::Conflicts);
    QTRY_COMPARE(world.rowsOf("conflictTable"), 3);
    keep(*world.window, tag + QStringLiteral("-3-conflicts"));
    world.find<QTableView>("conflictTable")->selectAll();
    keep(*world.window, tag + QStringLiteral("-3-conflicts-bulk"));
    QVERIFY(world.click("bulkTakeGitButton"));
    keep(*world.find("confirmDialog"), tag + QStringLiteral("-3-conflicts-take"));
    QVERIFY(world.click("cancelButton"));
    QVERIFY(world.click("chip0"));
    QTRY_VERIFY(world.find<CompareView>("settledTexts")->message().isEmpty());
    keep(*world.window, tag + QStringLiteral("-3-settled"));
    QVERIFY(world.click("chip-1"));
    QVERIFY(world.select("conflictTable", QStringLiteral("Travel")));
    QVERIFY(world.click("openConflictButton"));
    QTRY_VERIFY(world.showsReview());
    keep(*world.window, tag + QStringLiteral("-4-review-open"));
    QVERIFY(world.click("takeWikiButton"));
    keep(*world.window, tag + QStringLiteral("-4-review"));
    QVERIFY(world.click("editButton"));
    keep(*world.window, tag + QStringLiteral("-4-review-edit"));
    QTRY_VERIFY(!world.reviewResult().toPlainText().isEmpty());
    QTRY_VERIFY(world.showsReview());
    keep(*world.window, tag + QStringLiteral("-4-review-four-pane"));
    QVERIFY(world.click("renderedButton"));
    QTRY_VERIFY(world.find<RenderedView>("renderedView")->changes() > 0);
    keep(*world.window, tag + QStringLiteral("-4-review-rendered"));
    QVERIFY(world.click("sourceButton"));
    QVERIFY(world.click("backButton"));
    QVERIFY(world.select("conflictTable", QStringLiteral("Pager")));
    QVERIFY(world.click("openConflictButton"));
    QTRY_VERIFY(world.showsReview());
    keep(*world.window, tag + QStringLiteral("-4-review-deleted"));
}

void ScreenshotsTest::drawRest(ConsoleWorld &world, const QString &tag) {
    world.window->openPage(MainWindow::PageName::Remotes);
    QTRY_COMPARE(world.rowsOf("remoteTable"), 8);
    QVERIFY(world.select("remoteTable", QStringLiteral("Engineering")));
    QVERIFY(world.isShown("remoteDetail") && world.textOf("remoteDetail").contains(QStringLiteral("somebody rewrote")));
    keep(*world.window, tag + QStringLiteral("-5-remotes"));
    QVERIFY(world.press("followRemote"));
    QTRY_VERIFY(world.isShown("confirmDialog"));
    keep(*world.find("confirmDialog"), tag + QStringLiteral("-5-follow"));
    QVERIFY(world.click("cancelButton"));
    world.window->openPage(MainWindow::PageName::Locks);
    QTRY_COMPARE(world.rowsOf("lockTable"), 3);
    QVERIFY(world.select("lockTable", QStringLiteral("Human")));
    keep(*world.window, tag + QStringLiteral("-6-locks"));
    QVERIFY(world.click("releaseButton"));
    QTRY_VERIFY(world.isShown("confirmDialog"));
    keep(*world.find("confirmDialog"), tag + QStringLiteral("-6-release"));
    QVERIFY(world.click("cancelButton"));
    QVERIFY(world.click("holdButton"));
    QTRY_VERIFY(world.isShown("holdDialog"));
    keep(*world.find("holdDialog"), tag + QStringLiteral("-6-hold"));
    QVERIFY(world.click("cancelButton"));
    world.window->openPage(MainWindow::PageName::Schedule);
    QTRY_VERIFY(world.rowsOf("scheduleTable") > 0);
    keep(*world.window, tag + QStringLiteral("-6-schedule"));
    world.window->openPage(MainWindow::PageName::Activity);
    QTRY_VERIFY(world.models.activity.open() > 0);
    keep(*world.window, tag + QStringLiteral("-6-activity"));
    world.window->openPage(MainWindow::PageName::Doctor);
    QTRY_COMPARE(world.rowsOf("doctorTable"), 3);
    QVERIFY(world.select("doctorTable", QStringLiteral("handbook")));
    keep(*world.window, tag + QStringLiteral("-7-doctor"));
    QVERIFY(world.click("fixButton"));
    QTRY_VERIFY(world.isShown("confirmDialog"));
    keep(*world.find("confirmDialog"), tag + QStringLiteral("-7-doctor-fix"));
    QVERIFY(world.click("cancelButton"));
    world.window->openPage(MainWindow::PageName::Log);
    keep(*world.window, tag + QStringLiteral("-7-log"));
}

void ScreenshotsTest::drawSettings(ConsoleWorld &world, const QString &tag) {
    world.window->openSettings();
    QVERIFY(world.click("databaseFieldTest"));
    QVERIFY(world.click("redisFieldTest"));
    QTRY_VERIFY(world.textOf("redisFieldAnswer").contains(QStringLiteral("refused")));
    keep(*world.find("settingsDialog"), tag + QStringLiteral("-8-settings"));
    world.find<QLineEdit>("dataDirField")->setText(QStringLiteral("vaults"));
    world.find<QLineEdit>("redisField")->setText(QStringLiteral("rediss://wiki.example.org"));
    QTRY_VERIFY(world.isShown("settingsProblem"));
    keep(*world.find("settingsDialog"), tag + QStringLiteral("-8-settings-faulty"));
    world.find<SettingsDialog>("settingsDialog")->reject();
    world.window->activateWindow();
    QTRY_VERIFY(world.window->isActiveWindow());
    QTest::keyClick(world.window.get(), Qt::Key_F1);
    QTRY_VERIFY(world.isShown("shortcutDialog"));
    keep(*world.find("shortcutDialog"), tag + QStringLiteral("-8-shortcuts"));
    QVERIFY(world.click("closeButton"));
    world.window->openBundle();
    QTRY_VERIFY(world.find<QListWidget>("bundleList")->count() > 0);
    keep(*world.find("bundleDialog"), tag + QStringLiteral("-8-bundle"));
    QVERIFY(world.click("closeButton"));
}

void ScreenshotsTest::drawQuestions(ConsoleWorld &world, const QString &tag) {
    world.window->openPage(MainWindow::PageName::Plan);
    QVERIFY(world.click("applyButton"));
    QTRY_VERIFY(world.isShown("confirmDialog"));
    keep(*world.find("confirmDialog"), tag + QStringLiteral("-9-ask-delete"));
    QVERIFY(world.click("verbButton"));
    QTRY_VERIFY(world.models.plan.isCarriedOut());
    QTRY_VERIFY(world.isShown("noticeShowButton"));
    keep(*world.window, tag + QStringLiteral("-9-applied"));
    world.window->openPage(MainWindow::PageName::Spaces);
    QVERIFY(world.select("spaceTable", QStringLiteral("Product")));
    QVERIFY(world.choose("spaceTable", SpacePage::tr("Pause…").toUtf8().constData()));
    keep(*world.window, tag + QStringLiteral("-9-ask-pause"));
    world.hang();
    QVERIFY(world.click("runButton"));
    keep(*world.window, tag + QStringLiteral("-9-ask"));
    QVERIFY(world.click("confirmRunButton"));
    QTRY_VERIFY(world.isShown("runStrip"));
    QTest::qWait(150);
    keep(*world.window, tag + QStringLiteral("-9-running"));
    QVERIFY(!world.window->close());
    QTRY_VERIFY(world.isShown("confirmDialog"));
    keep(*world.find("confirmDialog"), tag + QStringLiteral("-9-ask-quit"));
    QVERIFY(world.click("cancelButton"));
    drawTray(world, tag);
}

void ScreenshotsTest::drawSetup(ConsoleWorld &world, const QString &tag) {
    std::vector<Space> spaces;
    for (const SpaceRow &row : world.models.spaces.rows())
        spaces.push_back(row.space);
    SetupActs acts({world.environment.probe, &settingsFaults,
                    [spaces](const Settings &) { return Result<std::vector<Space>>(spaces); },
                    [](const SetupOrder &order) {
                        return Result<SetupResult>(SetupResult{order.settings, {}});
                    }});
    SetupWizard first(*m_theme, acts, {{}, {}, {}, {}, [](const QString &name) { return name; }});
    first.show();
    QTRY_VERIFY(first.findChild<QAbstractButton *>(QStringLiteral("setupNext"))->isEnabled());
    keep(first, tag + QStringLiteral("-b-first-1"));
    first.findChild<QAbstractButton *>(QStringLiteral("setupNext"))->click();
    QTRY_VERIFY(!first.findChild<QLabel *>(QStringLiteral("setupProblem"))->text().isEmpty());
    keep(first, tag + QStringLiteral("-b-first-2"));
    first.hide();
    SetupWizard::Start start;
    start.settings = worldSettings();
    start.settings.apiUrl = "https://wiki.example.org/api";
    start.problems << QStringLiteral("GIT_SYNC_ENABLED: found \"perhaps\"; expected true or false.");
    start.overrides << QStringLiteral("DATABASE_URL");
    start.demoFolder = QStringLiteral("/home/kim/.local/share/wikivault-tour");
    start.profileFile = [](const QString &name) { return QStringLiteral("/home/kim/.config/wikivault/") + name; };
    SetupWizard wizard(*m_theme, acts, start);
    wizard.show();
    auto *next = wizard.findChild<QAbstractButton *>(QStringLiteral("setupNext"));
    QTRY_VERIFY(next->isEnabled());
    keep(wizard, tag + QStringLiteral("-b-setup-1"));
    next->click();
    QTest::mouseClick(wizard.findChild<QWidget *>(QStringLiteral("setupDatabaseTest")), Qt::LeftButton);
    QTRY_VERIFY(!wizard.findChild<QLabel *>(QStringLiteral("setupProblem"))->text().isEmpty());
    keep(wizard, tag + QStringLiteral("-b-setup-2"));
    wizard.findChild<QLineEdit *>(QStringLiteral("setupApi"))->clear();
    for (int step = 3; step <= 5; ++step) {
        QTRY_VERIFY(next->isEnabled());
        next->click();
        QTRY_VERIFY(next->isEnabled());
        QTest::qWait(50);
        keep(wizard, tag + QStringLiteral("-b-setup-%1").arg(step));
    }
}

/// Its menu, and beside it the icon of every state in the sizes of panels.
void ScreenshotsTest::drawTray(ConsoleWorld &world, const QString &tag) {
    const Tray tray({world.models, world.commands->commands(), *m_theme}, *world.window);
    QMenu &menu = tray.menu();
    menu.popup({});
    keep(menu, tag + QStringLiteral("-9-tray-menu"));
    menu.hide();
    QWidget icons;
    auto *row = new QHBoxLayout(&icons);
    for (const SpaceState state : SpaceListModel::worstFirst())
        for (const int side : {22, 48}) {
            auto *icon = new QLabel;
            icon->setPixmap(tray.iconOf(state).pixmap(side, side));
            row->addWidget(icon);
        }
    icons.adjustSize();
    keep(icons, tag + QStringLiteral("-9-tray-icons"));
}

void ScreenshotsTest::everyPageIsDrawn() {
    QFETCH(int, theme);
    QFETCH(QSize, size);
    const QString tag = QString::fromLatin1(QTest::currentDataTag());
    m_theme->setChoice(ThemeChoice(theme));
    ConsoleWorld world(*m_theme, nullptr, Pictures::languageOfRow(tag));
    world.models.log.append(loggedLines(world.clock.now()));
    Settings settings = worldSettings();
    settings.apiUrl = "https://wiki.example.org/api";
    settings.apiEmail = "sync@example.org";
    settings.apiPasswordCommand = kKeyringCommand;
    world.filled().open(settings);
    world.window->resize(size);
    QTRY_VERIFY(world.models.spaces.rowCount() > 0 && world.models.runs.rowCount() > 0 &&
                world.models.conflicts.rowCount() > 0 && world.models.locks.rowCount() > 0);
    world.models.state.setDatabase({Health::State::Good, QStringLiteral("8 ms")});
    world.models.state.setLocks({Health::State::Good, QStringLiteral("1 ms")});
    drawPlanAndReview(world, tag);
    drawRest(world, tag);
    drawSettings(world, tag);
    drawSetup(world, tag);
    drawQuestions(world, tag);
}

QTEST_MAIN(ScreenshotsTest)
#include "screenshots_test.moc"
