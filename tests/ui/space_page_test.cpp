#include "tests/ui/own_window.h"

#include <QClipboard>
#include <QLineEdit>
#include <QPushButton>
#include <QScrollArea>
#include <QScrollBar>

using namespace wikivault;

/// Spaces and plan: preview, run and its questions, opting in and out, what stands there when there is nothing to show.
class SpacePageTest : public OwnWindow {
    Q_OBJECT

private slots:
    void nothingIsClaimedOfASpaceBeforeItIsLookedAt();
    void runAsksFirstAndKeepsTheReason();
    void theRowAskedAboutStaysInSight();
    void severalSpacesRunTogether();
    void aRunCanBeStopped();
    void nothingRunsWhileSyncIsOff();
    void readOnlyWritesNothing();
    void aSpaceIsEnabledAndDisabled();
    void attachmentsAreCountedAndNamed();
    void aSpaceThatIsNotThereIsSaid();
    void aFailedRunIsTold();
    void theDoctorSaysWhatToDo();
    void aLongFindingScrollsAndIsCopied();
    void aFixEndsTheWaitAndTheFailureThatWasTold();
    void whereNobodyPollsAFixOffersTheRun();

private:
    [[nodiscard]] int runsOf(int number) const {
        return m_world->desks.runsOf(SpaceId("0190a1b2-0000-7000-8000-00000000000" + std::to_string(number)));
    }
};

void SpacePageTest::nothingIsClaimedOfASpaceBeforeItIsLookedAt() {
    m_world->openFilled();
    const SpaceListModel &spaces = m_world->models.spaces;
    const SpaceId support("0190a1b2-0000-7000-8000-000000000007");
    QCOMPARE(spaces.stateOf(*spaces.find(support)), SpaceState::Unknown);
    QVERIFY(m_world->click(qPrintable(QStringLiteral("chip%1").arg(int(SpaceState::Unknown)))));
    QTRY_COMPARE(m_world->rowsOf("spaceTable"), 1);
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Support")));
    QVERIFY(m_world->click("previewButton"));
    QTRY_VERIFY(spaces.pendingOf(support).has_value());
    QVERIFY(spaces.stateOf(*spaces.find(support)) != SpaceState::Unknown);
    // Another setting of the same wiki does not make it unseen.
    Settings settings = worldSettings();
    settings.pollIntervalMs = 60'000'000;
    m_world->commands->commands().profile.saveSettings(settings);
    QVERIFY(spaces.stateOf(*spaces.find(support)) != SpaceState::Unknown);
}

void SpacePageTest::runAsksFirstAndKeepsTheReason() {
    m_world->openFilled();
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Product")));
    QVERIFY(m_world->click("runButton"));
    QVERIFY(m_world->message().contains(QStringLiteral("Product")));
    auto *reason = m_world->find<QLineEdit>("messageInput");
    QTest::keyClicks(reason, QStringLiteral("before release"));
    QTest::keyClick(reason, Qt::Key_Return);
    QTest::qWait(20);
    QCOMPARE(runsOf(6), 0);  // Enter answers no question
    QVERIFY(m_world->press("confirmRunButton"));
    QTRY_COMPARE(runsOf(6), 1);
    QTRY_VERIFY(m_world->message().contains(QStringLiteral("2 written")));
    QCOMPARE(m_world->desks.lastReason(), std::string("before release"));
    QVERIFY(m_world->click("noticeShowButton"));
    QTRY_VERIFY(m_world->textOf("runTitle").contains(QStringLiteral("Product")));
    QCOMPARE(runsOf(1), 0);
}

void SpacePageTest::theRowAskedAboutStaysInSight() {
    m_world->openFilled();
    m_world->window->resize(1280, 800);
    const auto *table = m_world->find<QTableView>("spaceTable");
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Product")));
    const auto isInSight = [table] {
        const QRect row = table->visualRect(table->currentIndex());
        return row.top() >= 0 && row.bottom() < table->viewport()->height();
    };
    QTRY_VERIFY(isInSight());
    QVERIFY(m_world->click("runButton"));
    QTRY_VERIFY(m_world->isShown("confirmRunButton"));
    QTest::qWait(50);  // the list gives room to the question
    QVERIFY(isInSight());
}

void SpacePageTest::severalSpacesRunTogether() {
    m_world->openFilled();
    m_world->find<QTableView>("spaceTable")->selectAll();
    QVERIFY(m_world->textOf("bulkSentence").startsWith(QStringLiteral("8 spaces selected")));
    QVERIFY(!m_world->isShown("runButton"));
    QVERIFY(m_world->click("bulkRunButton"));
    QVERIFY(m_world->press("confirmRunButton"));
    for (int space = 1; space <= 8; ++space)
        QTRY_COMPARE(runsOf(space), 1);
}

void SpacePageTest::aRunCanBeStopped() {
    m_world->openFilled();
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Product")));
    m_world->hang();
    QVERIFY(m_world->click("runButton"));
    QVERIFY(m_world->press("confirmRunButton"));
    QTRY_VERIFY(m_world->isShown("runStrip"));
    QVERIFY(m_world->press("stopButton"));
    QTRY_VERIFY(!m_world->isShown("runStrip"));
    m_world->desks.release();
    QTRY_VERIFY(m_world->message().contains(QStringLiteral("was stopped")));
}

void SpacePageTest::nothingRunsWhileSyncIsOff() {
    Settings settings = worldSettings();
    settings.enabled = false;
    m_world->openFilled(settings);
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Product")));
    QVERIFY(m_world->click("runButton"));
    QVERIFY(m_world->message().contains(QStringLiteral("switched off")));
    QVERIFY(!m_world->isShown("confirmRunButton"));
    QCOMPARE(runsOf(6), 0);
}

void SpacePageTest::readOnlyWritesNothing() {
    m_world->environment.readOnly = true;
    m_world->openFilled();
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Product")));
    QVERIFY(!m_world->click("runButton"));
    QVERIFY(!m_world->click("peekSwitchButton"));
    QVERIFY(!m_world->click("masterSwitch"));
    QVERIFY(m_world->click("previewButton"));
    QTRY_COMPARE(m_world->desks.previews(), 1);
}

void SpacePageTest::aSpaceIsEnabledAndDisabled() {
    const SpaceId archive("0190a1b2-0000-7000-8000-000000000008");
    m_world->openFilled();
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Archive")));
    QVERIFY(m_world->click("peekSwitchButton"));
    QTRY_VERIFY(m_world->isShown("confirmDialog"));
    QVERIFY(!m_world->desks.isFlagged(archive));
    QVERIFY(m_world->click("verbButton"));
    QTRY_VERIFY(m_world->desks.isFlagged(archive));
    QTRY_VERIFY(m_world->find<QAbstractButton>("peekSwitchButton")->text().contains(QStringLiteral("Disable")));
    QVERIFY(m_world->click("peekSwitchButton"));
    QVERIFY(m_world->press("confirmSwitchButton"));
    QTRY_VERIFY(!m_world->desks.isFlagged(archive));
}

void SpacePageTest::attachmentsAreCountedAndNamed() {
    m_world->openFilled();
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Handbook")));
    QTRY_VERIFY(m_world->isShown("peekAttachmentsButton"));
    QVERIFY(m_world->find<QLabel>("peekAttachments")->text().contains(QStringLiteral("1,240 carried, 12 left, 2 not")));
    QVERIFY(m_world->press("peekAttachmentsButton"));
    QTRY_VERIFY(m_world->isShown("attachmentDialog"));
    QCOMPARE(m_world->rowsOf("attachmentDialogTable"), 2);
    QVERIFY(m_world->find<QLabel>("dialogSentence")->text().contains(QStringLiteral("https://wiki.example.org/api")));
    QVERIFY(m_world->press("closeButton"));
    // Where they stay in the wiki there is nothing to list.
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Product")));
    QTRY_VERIFY(!m_world->isShown("peekAttachmentsButton"));
}

void SpacePageTest::aSpaceThatIsNotThereIsSaid() {
    m_world->filled().open();
    m_world->window->selectSpace(QStringLiteral("handbook"));
    m_world->commands->commands().spaces.refreshSpaces();
    QTRY_COMPARE(m_world->find<QTableView>("spaceTable")->selectionModel()->selectedRows().size(), 1);
    QVERIFY(m_world->message().isEmpty());
    m_world->window->selectSpace(QStringLiteral("nope"));
    m_world->commands->commands().spaces.refreshSpaces();
    QTRY_VERIFY2(m_world->message().contains(QStringLiteral("nope")), qPrintable(m_world->message()));
}

void SpacePageTest::aFailedRunIsTold() {
    m_world->openFilled();
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Product")));
    m_world->desks.failWith(Error{ErrorCode::Unavailable, "The disk is full."});
    QVERIFY(m_world->click("runButton"));
    QVERIFY(m_world->press("confirmRunButton"));
    QTRY_VERIFY(m_world->message().contains(QStringLiteral("the run failed. The disk is full.")));
}

void SpacePageTest::aLongFindingScrollsAndIsCopied() {
    m_world->openFilled();
    m_world->window->resize(960, 600);
    m_world->window->openPage(MainWindow::PageName::Doctor);
    QTRY_COMPARE(m_world->rowsOf("doctorTable"), 3);
    std::string detail = "It begins here.";
    for (int line = 0; line < 60; ++line)
        detail += " What was found is told at length, with every folder and branch that has to do with it.";
    m_world->models.doctor.setChecks({{"vault handbook", "fail", detail, "Do this at last."}}, m_world->clock.now());
    auto *scroll = m_world->find<QScrollArea>("doctorFinding");
    const auto *text = m_world->find<QLabel>("doctorDetail"), *advice = m_world->find<QLabel>("doctorAdvice");
    QTRY_VERIFY(scroll->verticalScrollBar()->maximum() > 0);
    QVERIFY2(text->height() >= text->heightForWidth(text->width()), "a line of the finding is cut off");
    QCOMPARE(scroll->horizontalScrollBar()->maximum(), 0);
    scroll->verticalScrollBar()->setValue(scroll->verticalScrollBar()->maximum());
    QVERIFY(scroll->viewport()->rect().contains(
        QRect(advice->mapTo(scroll->viewport(), QPoint()), advice->size()).center()));
    QVERIFY(m_world->click("copyFindingButton"));
    const QString copied = QGuiApplication::clipboard()->text();
    QVERIFY(copied.contains(QStringLiteral("It begins here.")) && copied.contains(QStringLiteral("Do this at last.")));
}

void SpacePageTest::aFixEndsTheWaitAndTheFailureThatWasTold() {
    Settings settings = worldSettings();
    settings.debounceMs = 1;
    m_world->openFilled(settings);
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Handbook")));
    m_world->desks.failRunsWith("The vault is damaged.");
    QVERIFY(m_world->click("runButton"));
    QVERIFY(m_world->press("confirmRunButton"));
    QTRY_VERIFY(m_world->message().contains(QStringLiteral("The vault is damaged.")));
    const int before = runsOf(1);
    m_world->desks.failRunsWith("");
    m_world->window->openPage(MainWindow::PageName::Doctor);
    m_world->commands->commands().doctor.makeFix(*m_world->fixes.look("vault:handbook", {}));
    QTRY_VERIFY(m_world->message().contains(QStringLiteral("Switched")));
    QVERIFY(!m_world->isShown("noticeRunButton"));  // it runs by itself
    m_world->clock.pass(std::chrono::seconds(1));
    QTRY_COMPARE(runsOf(1), before + 1);
    QCOMPARE(m_world->desks.lastReason(), std::string("a fix"));
    m_world->window->openPage(MainWindow::PageName::Spaces);
    QTRY_COMPARE(m_world->message(), QString());
}

void SpacePageTest::whereNobodyPollsAFixOffersTheRun() {
    Settings settings = worldSettings();
    settings.enabled = false;
    m_world->openFilled(settings);
    m_world->commands->commands().doctor.makeFix(*m_world->fixes.look("vault:handbook", {}));
    QTRY_VERIFY(m_world->message().contains(QStringLiteral("Switched")));
    QVERIFY(m_world->isShown("noticeRunButton"));
}

void SpacePageTest::theDoctorSaysWhatToDo() {
    m_world->openFilled();
    m_world->window->openPage(MainWindow::PageName::Doctor);
    QTRY_COMPARE(m_world->rowsOf("doctorTable"), 3);
    QVERIFY(m_world->textOf("pageSentence").startsWith(QStringLiteral("Failing: 1. To look at: 1.")));
    QTRY_COMPARE(
        m_world->textOf("doctorAdvice"),
        QStringLiteral("To go without it, unset REDIS_URL: file locks then keep the runs of this host apart."));
    QVERIFY(m_world->select("doctorTable", QStringLiteral("vault handbook")));
    QCOMPARE(m_world->textOf("doctorAdvice"), QStringLiteral("git switch main in /srv/wikivault/handbook."));
    QVERIFY(m_world->click("copyCommandButton"));
    QCOMPARE(QGuiApplication::clipboard()->text(),
             QStringLiteral("wikivaultctl doctor --fix vault:handbook --profile demo"));
    QVERIFY(m_world->click("fixButton"));
    QTRY_VERIFY(m_world->isShown("confirmDialog"));
    QVERIFY(m_world->click("cancelButton"));
    QVERIFY(m_world->fixes.made().empty());
    QVERIFY(m_world->click("fixButton"));
    QTRY_VERIFY(m_world->isShown("confirmDialog"));
    QVERIFY(m_world->press("verbButton"));
    QTRY_COMPARE(m_world->fixes.made(), std::vector<std::string>{"vault:handbook"});
    QTRY_VERIFY(m_world->message().contains(QStringLiteral("Switched")));
    QTRY_COMPARE(m_world->rowsOf("doctorTable"), 3);
    QVERIFY(m_world->select("doctorTable", QStringLiteral("redis")));
    QVERIFY(!m_world->find<QPushButton>("copyCommandButton")->isVisible());
    QVERIFY(!m_world->find<QPushButton>("fixButton")->isVisible());
    QVERIFY(m_world->click("copyReportButton"));
    QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("fail  redis:")));
    QTRY_VERIFY(m_world->find<QPushButton>("checkAgainButton")->isEnabled());
    m_world->hang();
    QVERIFY(m_world->click("checkAgainButton"));
    QVERIFY(m_world->textOf("pageSentence").startsWith(QStringLiteral("Looking at")));
    QVERIFY(!m_world->click("checkAgainButton"));
    m_world->desks.release();
    QTRY_VERIFY(m_world->textOf("pageSentence").contains(QStringLiteral("As of")));
}

QTEST_MAIN(SpacePageTest)
#include "space_page_test.moc"
