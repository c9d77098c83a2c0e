#include "ui/tray.h"
#include "tests/ui/console_world.h"

#include <QCheckBox>
#include <QMenu>
#include <QSignalSpy>

using namespace wikivault;

/// The console without its window: what stays in the tray, and what closing ends.
class TrayTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }
    void init() { m_world = std::make_unique<ConsoleWorld>(*m_theme); }
    void cleanup() {
        m_tray.reset();
        m_world.reset();
    }
    void cleanupTestCase() { m_theme.reset(); }
    void closingAsksOnceWhileItPolls();
    void closingAsksNothingWhenNothingPolls();
    void inTheTrayOnlyTheWindowGoes();
    void aTrayThatGoesBringsTheWindowBack();
    void theMenuNamesTheState();
    void theMenuLooksAtAllSpaces();
    void theMenuPausesAndResumesAll();
    void inProductionTheWindowAsksForTheReason();
    void theIconTellsTheWorstState();
    void theSettingIsGreyWithTheReason();

private:
    void open(const Settings &settings = worldSettings()) {
        m_world->filled().open(settings);
        QTRY_COMPARE(m_world->rowsOf("spaceTable"), 8);
        m_tray = std::make_unique<Tray>(UiContext{m_world->models, m_world->commands->commands(), *m_theme},
                                        *m_world->window);
    }
    void use() {
        m_world->models.tray.setWhyNone({});
        m_world->models.tray.setWanted(true);
    }
    [[nodiscard]] MainWindow &window() { return *m_world->window; }
    /// Chooses an entry of the tray's menu, or of a menu in it.
    void choose(const QString &text) {
        QList<QAction *> entries = m_tray->menu().actions();
        for (QAction *entry : m_tray->menu().actions())
            if (entry->menu()) entries += entry->menu()->actions();
        for (QAction *entry : entries)
            if (entry->text() == text && entry->isEnabled()) return entry->trigger();
        QFAIL(qPrintable(text));
    }
    [[nodiscard]] int paused() {
        const auto rows = m_world->desks.spaces({}).value_or(std::vector<SpaceRow>());
        return int(std::count_if(rows.begin(), rows.end(), [](const SpaceRow &row) { return row.pause.has_value(); }));
    }
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<ConsoleWorld> m_world;
    std::unique_ptr<Tray> m_tray;
};

void TrayTest::closingAsksOnceWhileItPolls() {
    open();
    QTRY_VERIFY(m_world->models.state.nextPoll().has_value());
    QSignalSpy quitting(&window(), &MainWindow::quitting);
    QVERIFY(!window().close());
    QTRY_VERIFY(m_world->isShown("confirmDialog"));
    QVERIFY(m_world->click("cancelButton"));
    QVERIFY(window().isVisible() && quitting.isEmpty() && !m_world->models.tray.wasTold());
    QVERIFY(!window().close());
    QVERIFY(m_world->press("verbButton"));
    QTRY_VERIFY(!window().isVisible());
    QCOMPARE(quitting.size(), 1);
    QVERIFY2(m_world->models.tray.wasTold(), "it is asked once");
}

void TrayTest::closingAsksNothingWhenNothingPolls() {
    Settings settings = worldSettings();
    settings.enabled = false;
    open(settings);
    QSignalSpy quitting(&window(), &MainWindow::quitting);
    QVERIFY(window().close());
    QCOMPARE(quitting.size(), 1);
}

void TrayTest::inTheTrayOnlyTheWindowGoes() {
    open();
    use();
    QVERIFY(!QApplication::quitOnLastWindowClosed());
    QSignalSpy quitting(&window(), &MainWindow::quitting), closing(&window(), &MainWindow::closing);
    window().close();
    QVERIFY(!window().isVisible() && !m_world->isShown("confirmDialog"));
    QVERIFY2(quitting.isEmpty() && closing.size() == 1, "the place of the window is kept");
    choose(QStringLiteral("Open"));
    QVERIFY(window().isVisible());
    window().close();
    choose(QStringLiteral("Quit"));
    QCOMPARE(quitting.size(), 1);
}

void TrayTest::aTrayThatGoesBringsTheWindowBack() {
    open();
    use();
    window().close();
    QVERIFY(!window().isVisible());
    m_world->models.tray.setWhyNone(QStringLiteral("The panel is gone."));
    QVERIFY(window().isVisible() && QApplication::quitOnLastWindowClosed());
}

void TrayTest::theMenuNamesTheState() {
    open();
    const QString line = m_tray->stateLine();
    QCOMPARE(line, QStringLiteral("wiki.example.org/docmost. Failing: 1, Conflicts: 1, Blocked: 1"));
    QCOMPARE(m_tray->menu().actions().front()->text(), line);
    QVERIFY(!m_tray->menu().actions().front()->isEnabled());
}

void TrayTest::theMenuLooksAtAllSpaces() {
    open();
    use();
    window().close();
    choose(QStringLiteral("Preview all"));
    QVERIFY(window().isVisible());
    QTRY_COMPARE(m_world->desks.previews(), 7);  // one is not synced
    QTRY_VERIFY(m_world->isShown("planTable"));
}

void TrayTest::theMenuPausesAndResumesAll() {
    open();
    const int before = paused();
    choose(QStringLiteral("1 hour"));
    QTRY_COMPARE(paused(), 7);
    choose(QStringLiteral("Resume all"));
    QTRY_COMPARE(paused(), 0);
    QVERIFY(before < 7);
}

void TrayTest::inProductionTheWindowAsksForTheReason() {
    Settings settings = worldSettings();
    settings.environment = "production";
    open(settings);
    use();
    window().close();
    const int before = paused();
    choose(QStringLiteral("30 minutes"));
    QVERIFY(window().isVisible() && m_world->isShown("pauseHalfHourButton"));
    QCOMPARE(paused(), before);
}

void TrayTest::theIconTellsTheWorstState() {
    open();
    QCOMPARE(m_world->models.spaces.worst(), SpaceState::Failing);
    QSet<QByteArray> pictures;
    for (const SpaceState state : SpaceListModel::worstFirst()) {
        const QImage image = m_tray->iconOf(state).pixmap(32, 32).toImage();
        pictures.insert(QByteArray(reinterpret_cast<const char *>(image.constBits()), image.sizeInBytes()));
    }
    QCOMPARE(pictures.size(), qsizetype(SpaceListModel::worstFirst().size()));
}

void TrayTest::theSettingIsGreyWithTheReason() {
    open();
    m_world->models.tray.setWhyNone(QStringLiteral("Nobody shows icons."));
    window().openSettings();
    auto *check = m_world->find<QCheckBox>("trayCheck");
    QVERIFY(!check->isEnabled());
    QVERIFY(m_world->find<QLabel>("trayNote")->text().startsWith(QStringLiteral("Nobody shows icons.")));
    m_world->models.tray.setWhyNone({});
    QVERIFY(check->isEnabled());
    check->setChecked(true);
    QTRY_VERIFY(m_world->models.tray.isInUse());
    QVERIFY(m_world->press("saveButton"));
    QVERIFY(m_world->models.tray.isInUse());
}

QTEST_MAIN(TrayTest)
#include "tray_test.moc"
