#include "tests/fakes/world_ids.h"
#include "tests/ui/own_window.h"

#include <QComboBox>
#include <QLineEdit>

using namespace wikivault;

/// Locks: beats, waiting, asking, holding, taking away.
class LockPageTest : public OwnWindow {
    Q_OBJECT

private slots:
    void beatsAreShownOrInferred();
    void aLockWithoutExpiryIsExplained();
    void whatCannotBeAskedSaysWhy();
    void aHolderIsAskedAfterAQuestion();
    void aSpaceWaitsForItsLockAndRuns();
    void waitingCanBeGivenUp();
    void aSpaceIsHeldAndReleased();
    void inProductionAHoldNeedsAReason();
    void releasingCountsDownAndClosesWithTheLock();
    void aHolderThatIsKnownToBeGoneNeedsNoTick();
    void theKernelsLockIsNotTaken();

private:
    void open(const Settings &settings = worldSettings()) {
        m_world->openFilled(settings);
        m_world->models.state.unlockWrites();
        m_world->window->openPage(MainWindow::PageName::Locks);
        QTRY_COMPARE(m_world->rowsOf("lockTable"), 3);
        QTest::qWait(100);  // an answer on its way would be taken for a later one
    }
    [[nodiscard]] QAbstractButton &button(const char *name) { return *m_world->find<QAbstractButton>(name); }
    [[nodiscard]] QString cell(const QString &space, int column, int role = Qt::DisplayRole) {
        const auto *model = m_world->find<QTableView>("lockTable")->model();
        for (int row = 0; row < model->rowCount(); ++row)
            if (model->index(row, 0).data().toString() == space) return model->index(row, column).data(role).toString();
        return {};
    }
    [[nodiscard]] bool choose(const char *space) { return m_world->select("lockTable", QString::fromUtf8(space)); }
    void again() {
        const auto before = m_world->models.locks.load().asOf;
        m_world->clock.pass(std::chrono::milliseconds(1));
        m_world->window->openPage(MainWindow::PageName::Locks);
        QTRY_VERIFY(m_world->models.locks.load().asOf != before);
    }
    /// As if so much time had passed, at whose end the lock has `ttlMs` left.
    void passTo(std::int64_t ttlMs, std::chrono::seconds time) {
        LockInfo lock = stranger();
        lock.ttlMs = ttlMs;
        m_world->desks.addLock(lock);
        m_world->clock.pass(time);
        again();
    }
    [[nodiscard]] static LockInfo stranger() {
        LockInfo lock;
        lock.space = worldSpace(4);
        lock.holder = "3f9c2a77-1b5e-4b7f-9a43-5d0f3ab1c921";
        lock.ttlMs = 24000;
        return lock;
    }
};

void LockPageTest::beatsAreShownOrInferred() {
    open();
    QCOMPARE(cell(QStringLiteral("Handbook"), LockModel::Beat), QStringLiteral("0:04"));
    QCOMPARE(cell(QStringLiteral("Legal"), LockModel::Beat), QStringLiteral("?"));
    QVERIFY(cell(QStringLiteral("Legal"), LockModel::Beat, Qt::ToolTipRole).contains(QStringLiteral("Inferred")));
    passTo(19000, std::chrono::seconds(5));  // as it is without a beat
    QCOMPARE(cell(QStringLiteral("Legal"), LockModel::Beat), QStringLiteral("?"));
    passTo(24000, std::chrono::seconds(5));
    QTRY_COMPARE(cell(QStringLiteral("Legal"), LockModel::Beat), QStringLiteral("0:00?"));
    QCOMPARE(cell(QStringLiteral("Legal"), LockModel::Since), QStringLiteral("seen 0:10"));
}

void LockPageTest::aLockWithoutExpiryIsExplained() {
    open();
    QVERIFY(choose("Human"));
    QCOMPARE(cell(QStringLiteral("Human resources"), LockModel::Expires), QStringLiteral("no expiry"));
    QCOMPARE(cell(QStringLiteral("Human resources"), LockModel::Expires, MarkRole).toInt(), int(Mark::Failing));
    QVERIFY(cell(QStringLiteral("Human resources"), LockModel::Expires, Qt::ToolTipRole)
                .contains(QStringLiteral("until somebody deletes it")));
}

void LockPageTest::whatCannotBeAskedSaysWhy() {
    open();
    QVERIFY(choose("Legal"));
    QVERIFY(!button("askHolderButton").isEnabled());
    QVERIFY(button("askHolderButton").toolTip().contains(QStringLiteral("hears nothing")));
    QVERIFY(choose("Handbook"));
    QVERIFY(!button("askHolderButton").isEnabled());
    QVERIFY(button("askHolderButton").toolTip().contains(QStringLiteral("run of this console")));
}

void LockPageTest::aHolderIsAskedAfterAQuestion() {
    open();
    LockInfo lock = stranger();
    lock.space = worldSpace(5);
    lock.holder = "colleague";
    lock.user = "lea";
    lock.host = "adm2";
    lock.canBeAsked = true;
    m_world->desks.addLock(lock);
    again();
    const QString name = m_world->models.spaces.nameOf(lock.space);
    QTRY_VERIFY(choose(name.toUtf8().constData()));
    QVERIFY(m_world->click("askHolderButton"));
    QVERIFY(m_world->message().contains(QStringLiteral("lea@adm2")));
    QVERIFY(m_world->locks.asked().empty());
    QVERIFY(m_world->click("confirmAskButton"));
    QTRY_COMPARE(m_world->locks.asked().size(), std::size_t(1));
    QCOMPARE(m_world->locks.asked().front(), std::pair(lock.space, std::string("colleague")));
    QTRY_VERIFY(m_world->message().contains(QStringLiteral("asked to stop")));
}

void LockPageTest::aSpaceWaitsForItsLockAndRuns() {
    open();
    QVERIFY(choose("Legal"));
    QVERIFY(m_world->click("waitButton"));
    QTRY_COMPARE(cell(QStringLiteral("Legal"), LockModel::Waiting), QStringLiteral("this console"));
    QCOMPARE(button("waitButton").text(), QStringLiteral("Do not wait"));
    QTest::qWait(50);
    QCOMPARE(m_world->desks.runsOf(worldSpace(4)), 0);
    QVERIFY(m_world->desks.releaseLock(worldSpace(4), stranger().holder));
    QTRY_COMPARE(m_world->desks.runsOf(worldSpace(4)), 1);
    QVERIFY(!m_world->models.locks.isWaiting(worldSpace(4)));
}

void LockPageTest::waitingCanBeGivenUp() {
    open();
    QVERIFY(choose("Legal"));
    QVERIFY(m_world->click("waitButton"));
    QVERIFY(m_world->press("waitButton"));
    QCOMPARE(cell(QStringLiteral("Legal"), LockModel::Waiting), QStringLiteral("–"));
    QVERIFY(m_world->desks.releaseLock(worldSpace(4), stranger().holder));
    again();
    QTest::qWait(50);
    QCOMPARE(m_world->desks.runsOf(worldSpace(4)), 0);
}

void LockPageTest::aSpaceIsHeldAndReleased() {
    open();
    QVERIFY(m_world->click("holdButton"));
    QTRY_VERIFY(m_world->isShown("holdDialog"));
    auto *space = m_world->find<QComboBox>("holdSpace");
    QCOMPARE(space->count(), 8);
    space->setCurrentIndex(space->findText(QStringLiteral("Sales")));
    m_world->find<QLineEdit>("holdReason")->setText(QStringLiteral("new disks"));
    QVERIFY(m_world->click("verbButton"));
    QTRY_VERIFY(m_world->message().contains(QStringLiteral("Sales is held for maintenance until")));
    QTRY_COMPARE(m_world->rowsOf("lockTable"), 4);
    QVERIFY(cell(QStringLiteral("Sales"), LockModel::What).contains(QStringLiteral("new disks")));
    QVERIFY(choose("Sales"));
    QCOMPARE(button("releaseButton").text(), QStringLiteral("Release"));
    QVERIFY(!button("waitButton").isEnabled());
    QVERIFY(m_world->click("releaseButton"));
    QTRY_COMPARE(m_world->rowsOf("lockTable"), 3);
    QTRY_VERIFY(m_world->message().contains(QStringLiteral("no longer held")));
}

void LockPageTest::inProductionAHoldNeedsAReason() {
    Settings settings = worldSettings();
    settings.environment = "production";
    open(settings);
    QVERIFY(m_world->click("holdButton"));
    QTRY_VERIFY(m_world->isShown("holdDialog"));
    QVERIFY(!button("verbButton").isEnabled());
    m_world->find<QLineEdit>("holdReason")->setText(QStringLiteral("new disks"));
    QVERIFY(button("verbButton").isEnabled());
    QVERIFY(m_world->click("cancelButton"));
    m_world->models.state.lockWrites();
    QVERIFY(!button("holdButton").isEnabled());
}

void LockPageTest::releasingCountsDownAndClosesWithTheLock() {
    open();
    QVERIFY(choose("Legal"));
    QVERIFY(m_world->click("releaseButton"));
    QTRY_VERIFY(m_world->isShown("confirmDialog"));
    QVERIFY(!button("verbButton").isEnabled());
    QVERIFY(button("cancelButton").text().startsWith(QStringLiteral("Wait (0:2")));
    passTo(15000, std::chrono::seconds(9));
    QTRY_VERIFY(button("cancelButton").text().startsWith(QStringLiteral("Wait (0:1")));
    QVERIFY(m_world->desks.releaseLock(worldSpace(4), stranger().holder));
    m_world->commands->commands().ledger.refreshLocks();
    QTRY_VERIFY(!m_world->isShown("confirmDialog"));
    QTRY_VERIFY(m_world->message().contains(QStringLiteral("nothing was deleted")));
}

void LockPageTest::aHolderThatIsKnownToBeGoneNeedsNoTick() {
    open();
    LockInfo lock = stranger();
    lock.space = worldSpace(5);
    lock.holder = "gone";
    lock.user = "lea";
    lock.host = "adm2";
    lock.beatMs = 25000;
    lock.ttlMs = 5000;
    m_world->desks.addLock(lock);
    again();
    QTRY_VERIFY(choose(m_world->models.spaces.nameOf(lock.space).toUtf8().constData()));
    QVERIFY(m_world->click("releaseButton"));
    QTRY_VERIFY(m_world->isShown("confirmDialog"));
    QVERIFY(!m_world->isShown("gateCheck"));
    QVERIFY(m_world->click("verbButton"));
    QTRY_COMPARE(m_world->desks.lockCount(), std::size_t(3));
}

void LockPageTest::theKernelsLockIsNotTaken() {
    open();
    LockInfo lock = stranger();
    lock.space = worldSpace(5);
    lock.holder = "file";
    lock.ttlMs.reset();
    lock.pid = 815;
    lock.endsWithProcess = true;
    m_world->desks.addLock(lock);
    again();
    const QString name = m_world->models.spaces.nameOf(lock.space);
    QTRY_VERIFY(choose(name.toUtf8().constData()));
    QVERIFY(!button("releaseButton").isEnabled());
    QVERIFY(button("releaseButton").toolTip().contains(QStringLiteral("815")));
    QCOMPARE(cell(name, LockModel::Expires), QStringLiteral("with its process"));
    QCOMPARE(cell(name, LockModel::Beat), QStringLiteral("–"));
}

QTEST_MAIN(LockPageTest)
#include "lock_page_test.moc"
