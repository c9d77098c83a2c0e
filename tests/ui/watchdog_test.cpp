#include "tests/ui/demo_world.h"

#include <QElapsedTimer>
#include <QTcpServer>

#include <dlfcn.h>
#include <unistd.h>

using namespace wikivault;

namespace {

/// While it lives, what the window's thread does is looked at; see gui_watch.cpp.
class GuiWatch {
public:
    explicit GuiWatch(const std::string &folder) { call(folder.c_str()); }
    ~GuiWatch() { call(nullptr); }
    GuiWatch(const GuiWatch &) = delete;
    GuiWatch &operator=(const GuiWatch &) = delete;

    [[nodiscard]] static std::string findings() {
        const auto find = reinterpret_cast<const char *(*)()>(::dlsym(RTLD_DEFAULT, "guiThreadFindings"));
        return find ? find() : "the watch is not loaded";
    }

private:
    static void call(const char *folder) {
        if (const auto watch = reinterpret_cast<void (*)(const char *)>(::dlsym(RTLD_DEFAULT, "watchGuiThread")))
            watch(folder);
    }
};

/// The longest time the window's thread did not come round, told at the end.
class Heartbeat : public QObject {
public:
    Heartbeat() {
        m_timer.start();
        startTimer(5);
    }
    ~Heartbeat() override { qInfo("the window's thread was away for %lld ms at most", m_longest); }

protected:
    void timerEvent(QTimerEvent *) override { m_longest = std::max<qint64>(m_longest, m_timer.restart()); }

private:
    QElapsedTimer m_timer;
    qint64 m_longest = 0;
};

}  // namespace

/// The window on the real engine: its thread opens no file of vaults, wiki or journal, asks no server and starts no
/// program, whatever it is asked to show or do.
class WatchdogTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }
    void init() { m_demo = std::make_unique<DemoWorld>(*m_theme); }
    void cleanup() { m_demo.reset(); }
    void cleanupTestCase() { m_theme.reset(); }
    void theWatchSees();
    void everyPageIsShown();
    void aPlanIsMadeAndApplied();
    void aConflictIsDecided();
    void settingsAreTried();
    void aServerThatHangsKeepsNothing();

private:
    void showEveryPage() {
        for (const QString &page : MainWindow::pageNames()) {
            m_demo->window.window->openPage(page);
            QTest::qWait(200);
        }
    }
    void expectNothing() {
        const std::string found = GuiWatch::findings();
        QVERIFY2(found == m_known, found.substr(m_known.size()).c_str());
    }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<DemoWorld> m_demo;
    std::string m_known;  ///< findings of the test's own making
};

void WatchdogTest::theWatchSees() {
    QCOMPARE(GuiWatch::findings(), std::string());
    const std::string file = m_demo->folder / "seen";
    {
        const GuiWatch watch(m_demo->folder.path());
        test::writeFile(file, "by the window's thread");
    }
    QVERIFY(contains(GuiWatch::findings(), file));
    m_known = GuiWatch::findings();
}

void WatchdogTest::everyPageIsShown() {
    const Heartbeat heartbeat;
    {
        const GuiWatch watch(m_demo->folder.path());
        m_demo->open();
        showEveryPage();
        QTRY_VERIFY_WITH_TIMEOUT(m_demo->window.models.doctor.load().asOf, kRunMs);
        m_demo->window.window->openPage(MainWindow::PageName::Runs);
        QTRY_VERIFY(m_demo->window.models.runs.rowCount() >= 5);
        m_demo->window.find<QTableView>("runTable")->selectRow(0);
        QTest::qWait(300);
    }
    expectNothing();
}

void WatchdogTest::aPlanIsMadeAndApplied() {
    const Heartbeat heartbeat;
    {
        const GuiWatch watch(m_demo->folder.path());
        m_demo->open();
        m_demo->preview(m_demo->story.pendingInFile.space, 1);
        m_demo->applyShown();
    }
    expectNothing();
}

void WatchdogTest::aConflictIsDecided() {
    const Heartbeat heartbeat;
    {
        const GuiWatch watch(m_demo->folder.path());
        ConsoleWorld &world = m_demo->window;
        m_demo->open();
        world.window->openPage(MainWindow::PageName::Conflicts);
        QTRY_COMPARE(world.rowsOf("conflictTable"), 1);
        world.find<QTableView>("conflictTable")->selectRow(0);
        QVERIFY(world.click("openConflictButton"));
        QTRY_VERIFY_WITH_TIMEOUT(world.models.conflicts.detail(), kRunMs);
        QTRY_VERIFY(world.showsReview());
        QVERIFY(world.click("takeBothButton"));
        QVERIFY(world.press("useResultButton"));
        QVERIFY(world.press("noticeRunButton", kRunMs));
        QTRY_COMPARE_WITH_TIMEOUT(world.models.conflicts.rowCount(), 0, kRunMs);
    }
    expectNothing();
}

void WatchdogTest::settingsAreTried() {
    const Heartbeat heartbeat;
    {
        const GuiWatch watch(m_demo->folder.path());
        m_demo->open();
        QVERIFY(m_demo->window.click("settingsButton"));
        QVERIFY(m_demo->window.click("dataDirFieldTest"));
        QTRY_VERIFY(!m_demo->window.textOf("dataDirFieldAnswer").isEmpty());
        QVERIFY(m_demo->window.click("databaseFieldTest"));
        QTRY_VERIFY(!m_demo->window.textOf("databaseFieldAnswer").isEmpty());
        QVERIFY(m_demo->window.click("cancelButton"));
    }
    expectNothing();
}

void WatchdogTest::aServerThatHangsKeepsNothing() {
    QTcpServer silent;
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    const std::string port = std::to_string(silent.serverPort());
    Settings settings = m_demo->settings();
    settings.redisUrl = "redis://127.0.0.1:" + port + "/0";
    m_demo->window.isHanging = true;
    const Heartbeat heartbeat;
    {
        const GuiWatch watch(m_demo->folder.path());
        m_demo->window.open(settings);
        showEveryPage();
    }
    expectNothing();
}

int main(int argc, char **argv) {
    // The watch has to be there before anything else.
    if (qEnvironmentVariableIsEmpty("LD_PRELOAD")) {
        qputenv("LD_PRELOAD", WIKIVAULT_BINARY_DIR "/libgui_watch.so");
        ::execv("/proc/self/exe", argv);
        qFatal("the test could not start itself once more");
    }
    QApplication application(argc, argv);
    WatchdogTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "watchdog_test.moc"
