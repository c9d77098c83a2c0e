#include "tests/ui/demo_world.h"
#include "tests/ui/large_page.h"
#include "ui/conflict_page.h"

#include <QScrollBar>
#include <QTcpServer>

#include <dlfcn.h>
#include <time.h>
#include <unistd.h>
#include <algorithm>
#include <utility>

using namespace wikivault;

namespace {

/// The goal is a tenth of a second; these are programs without optimisation.
constexpr long long kLongestMs = 250;

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

/// The longest the window's thread worked without coming round, told at the end. Counted is its own time on a
/// processor, which does not grow with what else the machine does.
class Heartbeat : public QObject {
public:
    Heartbeat() { startTimer(1); }
    ~Heartbeat() override { qInfo("the window's thread worked %lld ms at most without coming round", longestMs()); }
    [[nodiscard]] long long longestMs() const { return m_longest / 1'000'000; }

protected:
    void timerEvent(QTimerEvent *) override {
        const qint64 spent = spentNow();
        m_longest = std::max(m_longest, spent - std::exchange(m_spent, spent));
    }

private:
    static qint64 spentNow() {
        timespec time{};
        ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
        return time.tv_sec * 1'000'000'000LL + time.tv_nsec;
    }

    qint64 m_spent = spentNow(), m_longest = 0;
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
    void aPageOfTenMegabytesIsPreviewed();
    void fiftyThousandLinesAreCompared();
    void aLargeConflictIsReviewed();

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

void WatchdogTest::aPageOfTenMegabytesIsPreviewed() {
    const DemoEdit &edit = m_demo->story.pendingInFile;
    test::writeFile(m_demo->vaultPath(edit), largePage(m_demo->vaultText(edit)));
    m_demo->open();
    const Heartbeat heartbeat;
    {
        const GuiWatch watch(m_demo->folder.path());
        m_demo->preview(edit.space, 1);
        QTRY_VERIFY_WITH_TIMEOUT(m_demo->window.find<CompareView>("compareView")->shownRows() > 50'000, kRunMs);
        QTRY_VERIFY_WITH_TIMEOUT(m_demo->window.find<CompareView>("compareView")->isLaidOut(), kRunMs);
    }
    QVERIFY(heartbeat.longestMs() < kLongestMs);
    expectNothing();
}

void WatchdogTest::fiftyThousandLinesAreCompared() {
    ConsoleWorld world(*m_theme);
    world.filled().desks.stress();
    const SpaceId space("0190a1b2-0000-7000-8000-000000000001");
    world.desks.setPlan(planOfLargePage(space, world.clock.now()));
    world.open();
    QTRY_COMPARE(world.rowsOf("spaceTable"), 1000);
    const Heartbeat heartbeat;
    world.window->lookAt({space});
    QTRY_COMPARE_WITH_TIMEOUT(world.rowsOf("planTable"), 1, kRunMs);
    auto *texts = world.find<CompareView>("compareView");
    // A change, three lines around it and a fold, 500 times; and the last fold.
    QTRY_COMPARE_WITH_TIMEOUT(texts->shownRows(), 500 * 8 + 1, kRunMs);
    QTRY_VERIFY_WITH_TIMEOUT(texts->isLaidOut(), kRunMs);
    for (int part = 1; part <= 20; ++part) {
        texts->verticalScrollBar()->setValue(texts->verticalScrollBar()->maximum() / 20 * part);
        texts->stepChange(part % 2 == 0);
        texts->resize(texts->width() - part, texts->height());
        QTest::qWait(10);
    }
    QTRY_VERIFY_WITH_TIMEOUT(texts->isLaidOut(), kRunMs);
    QVERIFY(heartbeat.longestMs() < kLongestMs);
}

void WatchdogTest::aLargeConflictIsReviewed() {
    ConsoleWorld world(*m_theme);
    const ConflictDetail conflict = largeConflict(1, 100);
    world.filled().desks.addConflict(conflict);
    world.open();
    world.window->openPage(MainWindow::PageName::Conflicts);
    QTRY_VERIFY(world.models.conflicts.rowOf(conflict.summary.page) >= 0);
    const Heartbeat heartbeat;
    world.find<ConflictPage>("conflictPage")->openConflict(conflict.summary.page);
    QTRY_VERIFY_WITH_TIMEOUT(world.models.conflicts.detail() && world.showsReview(), kRunMs);
    QVERIFY(world.click("takeWikiButton"));
    QVERIFY(world.click("takeGitButton"));
    QVERIFY(world.click("fourPaneButton"));
    QTRY_VERIFY_WITH_TIMEOUT(world.find<CompareView>("conflictTexts")->isLaidOut(), kRunMs);
    QTRY_VERIFY_WITH_TIMEOUT(!world.reviewResult().toPlainText().isEmpty(), kRunMs);
    QVERIFY(heartbeat.longestMs() < kLongestMs);
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
