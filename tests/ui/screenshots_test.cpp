#include "app/common/demo_story.h"
#include "app/console/setup_acts.h"
#include "tests/support/temp_vault.h"
#include "tests/ui/console_world.h"
#include "tests/ui/cut_off.h"
#include "ui/compare_view.h"
#include "ui/rendered_view.h"
#include "ui/settings_dialog.h"
#include "ui/setup_wizard.h"
#include "ui/space_page.h"
#include "ui/tray.h"

#include <QApplication>
#include <QDir>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QListWidget>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSqlDatabase>
#include <QSqlQuery>

using namespace wikivault;

/// Draws every page and dialog in both themes and two sizes, in Russian and from right to left, of a world with
/// everything in it and of the demo; no text is cut off. Keeps the pictures in $WIKIVAULT_SCREENSHOTS when that is set
/// (`./check --screens DIR`).
class ScreenshotsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }
    void init() {
        m_cutOff.clear();
        const bool isMirrored = qstrcmp(QTest::currentDataTag(), "rtl") == 0;
        QApplication::setLayoutDirection(isMirrored ? Qt::RightToLeft : Qt::LeftToRight);
    }
    void cleanup() { QVERIFY2(m_cutOff.isEmpty(), qPrintable(m_cutOff.join(QLatin1Char('\n')))); }
    void cleanupTestCase() { m_theme.reset(); }
    void everyPageIsDrawn_data();
    void everyPageIsDrawn();
    void troubleIsDrawn_data() { everyPageIsDrawn_data(); }
    void troubleIsDrawn();
    void theStressedWorldIsDrawn_data() { everyPageIsDrawn_data(); }
    void theStressedWorldIsDrawn();
    void theDemoIsDrawn();

private:
    void keep(QWidget &widget, const QString &name);
    void drawPlanAndReview(ConsoleWorld &world, const QString &tag);
    void drawRest(ConsoleWorld &world, const QString &tag);
    void drawSettings(ConsoleWorld &world, const QString &tag);
    void drawSetup(ConsoleWorld &world, const QString &tag);
    void drawQuestions(ConsoleWorld &world, const QString &tag);
    void drawTray(ConsoleWorld &world, const QString &tag);
    void drawDemo(ConsoleWorld &world);
    std::unique_ptr<Theme> m_theme;
    QStringList m_cutOff;
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

Language languageOfRow(const QString &tag) {
    return tag == QStringLiteral("russian") ? Language::Russian : Language::English;
}

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

void ScreenshotsTest::keep(QWidget &widget, const QString &name) {
    QTest::qWait(30);
    const QImage image = widget.grab().toImage();
    QVERIFY(!image.isNull());
    // A drawn page has more than a handful of colours.
    QSet<QRgb> colors;
    for (int y = 0; y < image.height(); y += 7)
        for (int x = 0; x < image.width(); x += 5)
            colors.insert(image.pixel(x, y));
    QVERIFY2(colors.size() > 8, qPrintable(name));
    const QString folder = qEnvironmentVariable("WIKIVAULT_SCREENSHOTS");
    if (!folder.isEmpty()) {
        QVERIFY(QDir().mkpath(folder));
        QVERIFY(image.save(QDir(folder).filePath(name + QStringLiteral(".png"))));
    }
    // A text that was set just now has its room with the next layout.
    QStringList cutOff;
    (void)QTest::qWaitFor([&] { return (cutOff = cutOffBelow(widget, name)).isEmpty(); }, 1000);
    m_cutOff += cutOff;
}

void ScreenshotsTest::everyPageIsDrawn_data() {
    QTest::addColumn<int>("theme");
    QTest::addColumn<QSize>("size");
    QTest::newRow("light") << int(ThemeChoice::Light) << QSize(1280, 800);
    QTest::newRow("dark") << int(ThemeChoice::Dark) << QSize(1280, 800);
    QTest::newRow("light-wide") << int(ThemeChoice::Light) << QSize(1920, 1080);
    QTest::newRow("russian") << int(ThemeChoice::Light) << QSize(1280, 800);
    QTest::newRow("rtl") << int(ThemeChoice::Light) << QSize(1280, 800);
    QTest::newRow("dark-wide") << int(ThemeChoice::Dark) << QSize(1920, 1080);
}

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
    world.window->openPage(MainWindow::PageName::Runs);
    QTRY_VERIFY(world.rowsOf("runItemTable") > 0);
    keep(*world.window, tag + QStringLiteral("-5-runs"));
    QVERIFY(world.press("compareRunsButton"));
    QTRY_COMPARE(world.rowsOf("comparisonTable"), 3);
    QTRY_VERIFY(world.find<CompareView>("comparisonTexts")->message().isEmpty());
    keep(*world.find("runComparison"), tag + QStringLiteral("-5-compare"));
    QVERIFY(world.click("closeButton"));
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
    world.window->openPage(MainWindow::PageName::Schedule);
    QTRY_VERIFY(world.rowsOf("scheduleTable") > 0);
    keep(*world.window, tag + QStringLiteral("-6-schedule"));
    world.window->openPage(MainWindow::PageName::Activity);
    QTRY_VERIFY(world.models.activity.open() > 0);
    keep(*world.window, tag + QStringLiteral("-6-activity"));
    world.window->openPage(MainWindow::PageName::Doctor);
    QTRY_COMPARE(world.rowsOf("doctorTable"), 3);
    keep(*world.window, tag + QStringLiteral("-7-doctor"));
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
    ConsoleWorld world(*m_theme, nullptr, languageOfRow(tag));
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

void ScreenshotsTest::troubleIsDrawn() {
    QFETCH(int, theme);
    QFETCH(QSize, size);
    const QString tag = QString::fromLatin1(QTest::currentDataTag());
    m_theme->setChoice(ThemeChoice(theme));
    ConsoleWorld world(*m_theme, nullptr, languageOfRow(tag));
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
    ConsoleWorld first(*m_theme, nullptr, languageOfRow(tag));
    settings.environment = "staging";
    settings.enabled = false;
    first.desks.failWith(Error{ErrorCode::Unavailable, "Connection to wiki.example.org:5432 refused."});
    first.open(settings);
    first.window->resize(size);
    QTRY_COMPARE(first.textOf("emptySentence"), SpacePage::tr("The spaces could not be read."));
    keep(*first.window, tag + QStringLiteral("-a-error"));
    first.desks.failWith({});
    first.window->openPage(MainWindow::PageName::Conflicts);
    QTRY_VERIFY(first.models.conflicts.load().asOf);
    keep(*first.window, tag + QStringLiteral("-a-empty"));
}

void ScreenshotsTest::theStressedWorldIsDrawn() {
    QFETCH(int, theme);
    QFETCH(QSize, size);
    const QString tag = QString::fromLatin1(QTest::currentDataTag());
    m_theme->setChoice(ThemeChoice(theme));
    ConsoleWorld world(*m_theme, nullptr, languageOfRow(tag));
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

void ScreenshotsTest::drawDemo(ConsoleWorld &world) {
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

void ScreenshotsTest::theDemoIsDrawn() {
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

QTEST_MAIN(ScreenshotsTest)
#include "screenshots_test.moc"
