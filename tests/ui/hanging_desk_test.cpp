#include "tests/ui/own_window.h"
#include "ui/settings_dialog.h"

#include <QComboBox>

#include <condition_variable>
#include <thread>

using namespace wikivault;

namespace {

/// Lets the desk go after a while, so that a window that waits for it fails instead of hanging for ever.
class Rescue {
public:
    explicit Rescue(FakeDesks &desks)
        : m_thread([this, &desks](const std::stop_token &stop) {
              std::unique_lock lock(m_mutex);
              if (m_done.wait_for(lock, stop, std::chrono::seconds(60), [&] { return stop.stop_requested(); })) return;
              if (stop.stop_requested()) return;
              m_came = true;
              desks.release();
          }) {}
    [[nodiscard]] bool came() {
        const std::lock_guard guard(m_mutex);
        return m_came;
    }

private:
    std::mutex m_mutex;
    std::condition_variable_any m_done;
    bool m_came = false;  // guarded by m_mutex
    std::jthread m_thread;
};

}  // namespace

/// A server that does not answer keeps nobody from using the window.
class HangingDeskTest : public OwnWindow {
    Q_OBJECT

private slots:
    void theDeskIsNeverAskedOnTheGuiThread();
    void everyPageOpensWhileTheDeskHangs();
    void aNewProfileIsOpenedWhileTheOldOneHangs();
    void theWindowClosesWhileTheDeskHangs();

private:
    void useEverything();
};

/// Presses what there is; every call has to come back although nobody answers.
void HangingDeskTest::useEverything() {
    Commands commands = m_world->commands->commands();
    for (const QString &page : MainWindow::pageNames())
        QVERIFY(m_world->window->openPage(page));
    m_world->window->openPage(MainWindow::PageName::Spaces);
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Handbook")));
    QVERIFY(m_world->click("previewButton"));
    m_world->window->openPage(MainWindow::PageName::Spaces);
    QVERIFY(m_world->click("runButton"));
    QVERIFY(m_world->click("confirmRunButton"));
    commands.review.openConflict(PageId("0190a1b2-1111-7000-8000-000000000011"));
    commands.review.decide({PageId("0190a1b2-1111-7000-8000-000000000011"), Take::Wiki},
                           SpaceId("0190a1b2-0000-7000-8000-000000000002"));
    commands.ledger.openRun(RunId("1842"));
    commands.remotes.testRemote(SpaceId("0190a1b2-0000-7000-8000-000000000001"), m_world->window.get(),
                                [](const RemoteProblem &) {});
    commands.locks.releaseLock(SpaceId("0190a1b2-0000-7000-8000-000000000004"), "3f9c");
    commands.spaces.setEnabled(SpaceId("0190a1b2-0000-7000-8000-000000000008"), true);
    m_world->clock.pass(std::chrono::hours(1));  // everything that happens by itself is due
    QTest::qWait(1100);
}

void HangingDeskTest::theDeskIsNeverAskedOnTheGuiThread() {
    m_world->filled().open();
    QTRY_COMPARE(m_world->rowsOf("spaceTable"), 8);
    useEverything();
    m_world->window->openSettings();
    QVERIFY(m_world->press("dataDirFieldTest"));
    QTRY_VERIFY(m_world->desks.callers().size() > 1);
    QVERIFY(!m_world->desks.callers().contains(std::this_thread::get_id()));
}

void HangingDeskTest::everyPageOpensWhileTheDeskHangs() {
    m_world->filled().open();
    QTRY_COMPARE(m_world->rowsOf("spaceTable"), 8);
    QTRY_VERIFY(m_world->models.activity.load().asOf);  // what is asked once cannot be stopped
    m_world->hang();
    Rescue rescue(m_world->desks);
    useEverything();
    QTRY_VERIFY(m_world->isShown("runStrip"));
    QCOMPARE(m_world->rowsOf("spaceTable"), 8);  // the last values stay
    QVERIFY2(!rescue.came(), "the window waited for the desk");
}

void HangingDeskTest::aNewProfileIsOpenedWhileTheOldOneHangs() {
    m_world->filled().open();
    QTRY_COMPARE(m_world->rowsOf("spaceTable"), 8);
    QTRY_VERIFY(m_world->models.activity.load().asOf);  // what is asked once cannot be stopped
    m_world->hang();
    FakeDesks other(m_world->clock.now());
    other.fill();
    m_world->openDesks = [&other](const Settings &) { return DeskOwner{nullptr, &other, &other, &other, &other}; };
    Rescue rescue(m_world->desks);
    m_world->window->openPage(MainWindow::PageName::Runs);
    m_world->window->openSettings();
    m_world->find<QComboBox>("environmentChoice")->setCurrentIndex(1);
    QVERIFY(m_world->press("saveButton"));
    QTRY_VERIFY(m_world->models.state.settings().environment == "staging");
    QVERIFY2(!rescue.came(), "the window waited for the old profile");
    m_world->desks.release();
    m_world->window.reset();
    m_world->commands.reset();
}

void HangingDeskTest::theWindowClosesWhileTheDeskHangs() {
    m_world->filled().open();
    QTRY_COMPARE(m_world->rowsOf("spaceTable"), 8);
    QTRY_VERIFY(m_world->models.activity.load().asOf);  // what is asked once cannot be stopped
    m_world->hang();
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Handbook")));
    QVERIFY(m_world->click("runButton"));
    QVERIFY(m_world->click("confirmRunButton"));
    QTRY_VERIFY(m_world->isShown("runStrip"));
    Rescue rescue(m_world->desks);
    m_world->window->quit();
    m_world->window.reset();
    m_world->commands.reset();  // stop tokens end what waits
    QVERIFY2(!rescue.came(), "closing waited for the desk");
}

QTEST_MAIN(HangingDeskTest)
#include "hanging_desk_test.moc"
