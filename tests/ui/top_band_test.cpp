#include "tests/ui/own_window.h"

#include <atomic>

using namespace wikivault;

/// Master switch, poll indicator, environment, health at the bottom.
class TopBandTest : public OwnWindow {
    Q_OBJECT

private slots:
    void turningSyncOnAsksFirst();
    void turningSyncOffIsImmediate();
    void thePollIndicatorCountsDown();
    void nobodyToActAsIsSaid();
    void aDriverElsewhereIsWatched();
    void theBandShowsTheEnvironment();
    void theFootNamesTheConnections();
};

void TopBandTest::turningSyncOnAsksFirst() {
    Settings settings = worldSettings();
    settings.enabled = false;
    m_world->filled().open(settings);
    QVERIFY(m_world->click("masterSwitch"));
    QTRY_VERIFY(m_world->isShown("confirmDialog"));
    QVERIFY(!m_world->models.state.settings().enabled);
    QVERIFY(m_world->click("cancelButton"));
    QTRY_VERIFY(!m_world->isShown("confirmDialog"));
    QVERIFY(!m_world->find<QAbstractButton>("masterSwitch")->isChecked());
    QVERIFY(m_world->click("masterSwitch"));
    QVERIFY(m_world->press("verbButton"));
    QTRY_VERIFY(m_world->models.state.settings().enabled);
    QVERIFY(m_world->find<QAbstractButton>("masterSwitch")->isChecked());
    QTRY_COMPARE(m_world->savedSettings().size(), std::size_t(1));
}

void TopBandTest::turningSyncOffIsImmediate() {
    m_world->filled().open();
    QVERIFY(m_world->click("masterSwitch"));
    QTRY_VERIFY(!m_world->models.state.settings().enabled);
    QTRY_COMPARE(m_world->savedSettings().size(), std::size_t(1));
    QVERIFY(m_world->textOf("modeLabel").contains(QStringLiteral("Observer")));
    QVERIFY(m_world->textOf("pollIndicator").contains(QStringLiteral("Nothing runs by itself")));
}

void TopBandTest::thePollIndicatorCountsDown() {
    Settings settings = worldSettings();
    settings.pollIntervalMs = 60000;
    settings.debounceMs = 2000;
    m_world->filled().open(settings);
    m_world->clock.pass(std::chrono::seconds(3));
    QTRY_VERIFY(m_world->textOf("pollIndicator").startsWith(QStringLiteral("Next look in ")));
    const auto due = m_world->models.state.nextPoll();
    QVERIFY(due);
    m_world->models.state.tick(*due - std::chrono::seconds(7));
    QCOMPARE(m_world->textOf("pollIndicator"), QStringLiteral("Next look in 0:07"));
    QVERIFY(m_world->textOf("modeLabel").contains(QStringLiteral("Driver")));
}

void TopBandTest::nobodyToActAsIsSaid() {
    Settings settings = worldSettings();
    settings.serviceUserId.clear();
    m_world->filled().open(settings);
    m_world->clock.pass(std::chrono::seconds(3));
    QTRY_COMPARE(m_world->textOf("pollIndicator"), QStringLiteral("Nobody to act as"));
    QVERIFY(m_world->find("pollIndicator")->toolTip().contains(QStringLiteral("GIT_SYNC_SERVICE_USER_ID")));
}

void TopBandTest::aDriverElsewhereIsWatched() {
    const auto elsewhere = std::make_shared<std::atomic_bool>(true);
    m_world->environment.isDrivenElsewhere = [elsewhere](const Settings &) { return elsewhere->load(); };
    Settings settings = worldSettings();
    settings.debounceMs = 100;
    m_world->filled().open(settings);
    m_world->clock.pass(std::chrono::seconds(3));
    QTRY_VERIFY(m_world->textOf("modeLabel").contains(QStringLiteral("Observer")));
    QCOMPARE(m_world->textOf("pollIndicator"), QStringLiteral("A driver polls"));
    *elsewhere = false;
    m_world->clock.pass(std::chrono::seconds(3));
    QTRY_VERIFY(m_world->textOf("modeLabel").contains(QStringLiteral("Driver")));
    QVERIFY(m_world->textOf("pollIndicator") != QStringLiteral("A driver polls"));
}

void TopBandTest::theBandShowsTheEnvironment() {
    Settings settings = worldSettings();
    settings.environment = "production";
    m_world->open(settings);
    QCOMPARE(m_world->find("topBand")->property("environment").toString(), QStringLiteral("production"));
    QVERIFY(m_world->window->windowTitle().contains(QStringLiteral("wiki.example.org")));
}

void TopBandTest::theFootNamesTheConnections() {
    m_world->filled().open();
    QTRY_VERIFY(m_world->find("databaseChip")->accessibleName().startsWith(QStringLiteral("Postgres")));
    QTRY_VERIFY(m_world->find("locksChip")->accessibleName().startsWith(QStringLiteral("Redis")));
    m_world->desks.failWith(Error{ErrorCode::Unavailable, "Connection refused."});
    m_world->window->openPage(MainWindow::PageName::Locks);
    QTRY_VERIFY(m_world->find("locksChip")->accessibleName().contains(QStringLiteral("Connection refused.")));
    QTRY_VERIFY(m_world->message().contains(QStringLiteral("runs are blocked")) ||
                m_world->textOf("emptySentence").contains(QStringLiteral("runs are blocked")));
}

QTEST_MAIN(TopBandTest)
#include "top_band_test.moc"
