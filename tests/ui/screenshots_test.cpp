#include "tests/ui/console_world.h"
#include "ui/settings_dialog.h"

#include <QApplication>
#include <QDir>
#include <QScrollArea>
#include <QTableView>

using namespace wikivault;

/// Renders every page in both themes and two sizes; keeps the pictures in $WIKIVAULT_SCREENSHOTS when that is set.
class ScreenshotsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }
    void cleanupTestCase() { m_theme.reset(); }
    void everyPageIsDrawn_data();
    void everyPageIsDrawn();

private:
    void keep(QWidget &widget, const QString &name);
    std::unique_ptr<Theme> m_theme;
};

void ScreenshotsTest::keep(QWidget &widget, const QString &name) {
    QTest::qWait(30);
    const QImage image = widget.grab().toImage();
    QVERIFY(!image.isNull());
    // A drawn page has more than a handful of colours.
    QSet<QRgb> colors;
    for (int y = 0; y < image.height(); y += 7)
        for (int x = 0; x < image.width(); x += 5) colors.insert(image.pixel(x, y));
    QVERIFY2(colors.size() > 8, qPrintable(name));
    const QString folder = qEnvironmentVariable("WIKIVAULT_SCREENSHOTS");
    if (!folder.isEmpty()) QVERIFY(image.save(QDir(folder).filePath(name + QStringLiteral(".png"))));
}

void ScreenshotsTest::everyPageIsDrawn_data() {
    QTest::addColumn<int>("theme");
    QTest::addColumn<QSize>("size");
    QTest::newRow("light") << int(ThemeChoice::Light) << QSize(1280, 800);
    QTest::newRow("dark") << int(ThemeChoice::Dark) << QSize(1280, 800);
    QTest::newRow("light-wide") << int(ThemeChoice::Light) << QSize(1920, 1080);
    QTest::newRow("dark-wide") << int(ThemeChoice::Dark) << QSize(1920, 1080);
}

void ScreenshotsTest::everyPageIsDrawn() {
    QFETCH(int, theme);
    QFETCH(QSize, size);
    const QString tag = QString::fromLatin1(QTest::currentDataTag());
    m_theme->setChoice(ThemeChoice(theme));
    ConsoleWorld world(*m_theme);
    world.models.log.append({{world.clock.now(), LogLevel::Info, "console started, profile demo"},
                             {world.clock.now(), LogLevel::Info, "run 1842 of Handbook: 412 pages read in 210 ms"},
                             {world.clock.now(), LogLevel::Warning, "run 1842: Tools/VPN.md was not written: unknown node"},
                             {world.clock.now(), LogLevel::Error, "space hr: the wiki's database refused the password"},
                             {world.clock.now(), LogLevel::Debug, "lease of legal is held by another process"}});
    world.open();
    world.window->resize(size);
    QTRY_VERIFY(world.models.spaces.rowCount() > 0 && world.models.runs.rowCount() > 0 &&
                world.models.conflicts.rowCount() > 0 && world.models.locks.rowCount() > 0);
    world.models.state.setDatabase({Health::State::Good, QStringLiteral("8 ms")});
    world.models.state.setLocks({Health::State::Good, QStringLiteral("1 ms")});
    keep(*world.window, tag + QStringLiteral("-1-spaces"));
    world.select("spaceTable", QStringLiteral("Handbook"));
    world.click("previewButton");
    QTRY_VERIFY(world.models.plan.rowCount() > 0);
    QTest::qWait(100);
    keep(*world.window, tag + QStringLiteral("-2-plan"));
    world.window->openPage(MainWindow::PageName::Conflicts);
    keep(*world.window, tag + QStringLiteral("-3-conflicts"));
    world.find<QTableView>("conflictTable")->selectRow(0);
    world.click("openConflictButton");
    QTRY_VERIFY(world.models.conflicts.detail().has_value());
    QTest::qWait(100);
    world.click("takeWikiButton");
    QTest::qWait(100);
    keep(*world.window, tag + QStringLiteral("-4-review"));
    world.window->openPage(MainWindow::PageName::Runs);
    QTest::qWait(100);
    keep(*world.window, tag + QStringLiteral("-5-runs"));
    world.window->openPage(MainWindow::PageName::Locks);
    keep(*world.window, tag + QStringLiteral("-6-locks"));
    world.window->openPage(MainWindow::PageName::Log);
    keep(*world.window, tag + QStringLiteral("-7-log"));
    world.window->openSettings();
    auto *dialog = world.find<SettingsDialog>("settingsDialog");
    QVERIFY(dialog);
    QTest::mouseClick(dialog->findChild<QWidget *>(QStringLiteral("databaseFieldTest")), Qt::LeftButton);
    QTest::mouseClick(dialog->findChild<QWidget *>(QStringLiteral("redisFieldTest")), Qt::LeftButton);
    QTest::qWait(100);
    keep(*dialog, tag + QStringLiteral("-8-settings"));
    dialog->reject();
    world.desks.hang();
    world.window->openPage(MainWindow::PageName::Spaces);
    world.click("runButton");
    keep(*world.window, tag + QStringLiteral("-9-ask"));
    world.click("confirmRunButton");
    QTRY_VERIFY(!world.models.state.runs().empty());
    QTest::qWait(200);
    keep(*world.window, tag + QStringLiteral("-9-running"));
}

QTEST_MAIN(ScreenshotsTest)
#include "screenshots_test.moc"
