#include "tests/ui/own_window.h"

#include <QLineEdit>

using namespace wikivault;

/// A production profile writes what a person asks for only while writes are unlocked.
class WriteLockTest : public OwnWindow {
    Q_OBJECT

private slots:
    void productionBeginsLocked();
    void unlockingAsksForTheProfileAndCountsDown();
    void writesAreLockedAgainAtOnce();
    void anotherWikiLocksAgain();
    void aClockSetBackLocksAgain();
    void whatWasOpenWritesNothingAfterwards();
    void whatMakesLessHappenIsFree();
    void theDriverGoesOn();
    void startedReadOnlyIsStronger();
    void settingsStayAsTheyAre();
    void aReviewFollowsTheLock();
    void elsewhereNothingIsLocked();

private:
    static Settings production() {
        Settings settings = worldSettings();
        settings.environment = "production";
        return settings;
    }
    void open() {
        m_world->openFilled(production());
        QVERIFY(m_world->select("spaceTable", QStringLiteral("Handbook")));
    }
    void unlock() {
        QVERIFY(m_world->click("unlockButton"));
        QTRY_VERIFY(m_world->isShown("confirmDialog"));
        QTest::keyClicks(m_world->find<QLineEdit>("gateText"), QStringLiteral("demo"));
        QVERIFY(m_world->click("verbButton"));
        QTRY_VERIFY(!m_world->isShown("confirmDialog"));
    }
    [[nodiscard]] bool isLocked() { return m_world->textOf("writesLabel") == QStringLiteral("Writes locked"); }
    [[nodiscard]] bool saysLocked() { return m_world->message().contains(QStringLiteral("Writes are locked")); }
    [[nodiscard]] bool canPress(const char *button) { return m_world->find<QAbstractButton>(button)->isEnabled(); }
    [[nodiscard]] int runs() const { return m_world->desks.runsOf(SpaceId("0190a1b2-0000-7000-8000-000000000001")); }
};

void WriteLockTest::productionBeginsLocked() {
    open();
    QVERIFY(isLocked() && m_world->isShown("unlockButton"));
    for (const char *button : {"runButton", "peekSwitchButton", "scheduleResumeButton", "runDueButton", "releaseButton",
                               "runAgainButton", "markSeenButton", "putBackButton"})
        QVERIFY2(!canPress(button), button);
    QVERIFY(m_world->choose("spaceTable", "Resume"));
    QVERIFY(saysLocked());
    m_world->commands->run({{SpaceId("0190a1b2-0000-7000-8000-000000000001")}, {}});
    QTest::qWait(50);
    QCOMPARE(runs(), 0);
    QVERIFY(m_world->click("previewButton"));
    QTRY_VERIFY(m_world->rowsOf("planTable") > 0);
    QVERIFY(!canPress("applyButton"));
}

void WriteLockTest::unlockingAsksForTheProfileAndCountsDown() {
    open();
    QVERIFY(m_world->click("unlockButton"));
    QTRY_VERIFY(m_world->isShown("confirmDialog"));
    QVERIFY(!canPress("verbButton"));
    QVERIFY(m_world->click("cancelButton"));
    QTRY_VERIFY(!m_world->isShown("confirmDialog"));
    QVERIFY(isLocked());
    unlock();
    QCOMPARE(m_world->textOf("writesLabel"), QStringLiteral("Writes unlocked, 15:00 left"));
    QVERIFY(m_world->click("runButton"));
    QVERIFY(m_world->press("confirmRunButton"));
    QTRY_COMPARE(runs(), 1);
    m_world->clock.pass(std::chrono::minutes(5));
    QTRY_COMPARE(m_world->textOf("writesLabel"), QStringLiteral("Writes unlocked, 10:00 left"));
    m_world->clock.pass(std::chrono::minutes(10));
    QTRY_VERIFY(isLocked());
    QVERIFY(!canPress("runButton"));
}

void WriteLockTest::writesAreLockedAgainAtOnce() {
    open();
    unlock();
    QVERIFY(canPress("runButton"));
    QVERIFY(m_world->click("unlockButton"));
    QVERIFY(isLocked() && !canPress("runButton"));
}

void WriteLockTest::anotherWikiLocksAgain() {
    open();
    unlock();
    Settings settings = production();
    settings.conflictPolicy = ConflictPolicy::GitWins;
    m_world->commands->saveSettings(settings);
    QVERIFY(!isLocked());
    settings.dataDir = "/srv/other";
    m_world->commands->saveSettings(settings);
    QVERIFY(isLocked());
}

void WriteLockTest::aClockSetBackLocksAgain() {
    open();
    unlock();
    m_world->clock.pass(std::chrono::minutes(-1));
    QTRY_VERIFY(isLocked());
}

void WriteLockTest::whatWasOpenWritesNothingAfterwards() {
    open();
    unlock();
    QVERIFY(m_world->click("runButton"));
    QVERIFY(m_world->isShown("confirmRunButton"));
    m_world->models.state.lockWrites();
    QVERIFY(m_world->click("confirmRunButton"));
    QTRY_VERIFY(saysLocked());
    QTest::qWait(50);
    QCOMPARE(runs(), 0);
}

void WriteLockTest::whatMakesLessHappenIsFree() {
    open();
    QVERIFY(m_world->choose("spaceTable", "Pause…"));
    m_world->find<QLineEdit>("messageInput")->setText(QStringLiteral("moving house"));
    QVERIFY(m_world->click("pauseHourButton"));
    QTRY_VERIFY(m_world->message().contains(QStringLiteral("is paused until")));
    QVERIFY(m_world->click("masterSwitch"));
    QTRY_VERIFY(!m_world->models.state.settings().enabled);
    QVERIFY(!m_world->click("masterSwitch"));
    unlock();
    QVERIFY(m_world->click("masterSwitch"));
    QVERIFY(m_world->press("verbButton"));
    QTRY_VERIFY(m_world->models.state.settings().enabled);
    QVERIFY2(!isLocked(), "the master switch is no other wiki");
}

void WriteLockTest::theDriverGoesOn() {
    Settings settings = production();
    settings.pollIntervalMs = 60000;
    settings.debounceMs = 100;
    m_world->openFilled(settings);
    QVERIFY(isLocked());
    m_world->clock.pass(std::chrono::seconds(90));
    QTRY_VERIFY(runs() > 0);
    QVERIFY(m_world->textOf("modeLabel").contains(QStringLiteral("Driver")));
}

void WriteLockTest::startedReadOnlyIsStronger() {
    m_world->environment.readOnly = true;
    open();
    QCOMPARE(m_world->textOf("writesLabel"), QStringLiteral("Read-only"));
    QVERIFY(!m_world->isShown("unlockButton"));
    m_world->models.state.unlockWrites();
    QVERIFY(m_world->models.state.isReadOnly());
    QVERIFY(m_world->choose("spaceTable", "Pause…"));
    m_world->find<QLineEdit>("messageInput")->setText(QStringLiteral("moving house"));
    QVERIFY(m_world->click("pauseHourButton"));
    QTRY_VERIFY(m_world->message().contains(QStringLiteral("started read-only")));
}

void WriteLockTest::settingsStayAsTheyAre() {
    open();
    m_world->window->openSettings();
    QTRY_VERIFY(canPress("saveButton"));  // nothing but the look of the window would change
    m_world->find<QLineEdit>("redisField")->setText(QStringLiteral("redis://other.example.org:6379/1"));
    QVERIFY(m_world->textOf("settingsNote").contains(QStringLiteral("Writes are locked")));
    QTest::qWait(100);
    QVERIFY(!canPress("saveButton"));
}

void WriteLockTest::aReviewFollowsTheLock() {
    open();
    m_world->window->openPage(MainWindow::PageName::Conflicts);
    QTRY_VERIFY(m_world->rowsOf("conflictTable") > 0);
    QVERIFY(m_world->select("conflictTable", QStringLiteral("Travel")));
    QVERIFY(m_world->click("openConflictButton"));
    QTRY_VERIFY(m_world->showsReview());
    QVERIFY(!canPress("takeWikiButton"));
    unlock();
    QVERIFY(canPress("takeWikiButton"));
    m_world->models.state.lockWrites();
    QVERIFY(!canPress("takeWikiButton"));
}

void WriteLockTest::elsewhereNothingIsLocked() {
    m_world->openFilled();
    QVERIFY(!m_world->isShown("writesLabel") && !m_world->isShown("unlockButton"));
    QVERIFY(!m_world->models.state.isReadOnly());
}

QTEST_MAIN(WriteLockTest)
#include "write_lock_test.moc"
