#include "tests/support/temp_vault.h"
#include "tests/ui/own_window.h"
#include "ui/compare_view.h"

#include <QPlainTextEdit>
#include <QTableView>

using namespace wikivault;

/// The inbox and the review: three texts, the choices, what is recorded.
class ConflictPageTest : public OwnWindow {
    Q_OBJECT

private slots:
    void choicesShowTheirResult_data();
    void choicesShowTheirResult();
    void takingTheWikiIsRecorded();
    void anOwnTextIsRecorded();
    void markersAreRefused();
    void everyKindIsExplained();
    void aBlockSaysWhoBroughtIt();
    void aLineOfMegabytesIsTakenButNotEdited();
    void whatARuleLeftOutIsShownAndMarkedSeen();
    void aTextThatWasLeftComesBack();
    void aDeletedPageOffersTwoOutcomes();
    void everyBlockIsDecidedBeforeTheResultIsUsed();
    void stepsAreTakenBackAndKept();
    void theWholeTextIsEditedOnceItIsThere();
    void whatIsNotDecidedIsDecidedAtOnce();
    void aMergeProgramIsAsked_data();
    void aMergeProgramIsAsked();
    void aDecidedConflictComesBackWithItsDecision();
    void theNextConflictIsTheNextUndecided();
    void severalAreDecidedAlikeAfterALookAtTheList();
    void readOnlyDecidesNothing();
    void howLongAgoGrowsInTheReview();
    void aConflictThatIsGoneSaysSo();
    void noConflictsSayWhatWouldBeHere();

private:
    void openList() {
        m_world->filled().open();
        m_world->window->openPage(MainWindow::PageName::Conflicts);
        QTRY_COMPARE(m_world->rowsOf("conflictTable"), 3);
    }
    void review(const QString &page) {
        openList();
        QVERIFY(m_world->select("conflictTable", page));
        QVERIFY(m_world->click("openConflictButton"));
        QTRY_VERIFY(m_world->textOf("reviewTitle").startsWith(page));
        QTRY_VERIFY(m_world->showsReview());
    }
    [[nodiscard]] QPlainTextEdit &block() { return *m_world->find<QPlainTextEdit>("blockText"); }
    void openTwoBlocks();
    [[nodiscard]] QPlainTextEdit &result() { return m_world->reviewResult(); }
};

void ConflictPageTest::choicesShowTheirResult_data() {
    QTest::addColumn<QString>("button");
    QTest::addColumn<QString>("has");
    QTest::addColumn<QString>("hasNot");
    QTest::newRow("wiki") << "takeWikiButton"
                          << "at least 14 days ahead"
                          << "10 days";
    QTest::newRow("git") << "takeGitButton"
                         << "at least 10 days ahead, trains any time."
                         << "14 days";
    QTest::newRow("base") << "takeBaseButton"
                          << "at least 7 days ahead"
                          << "14 days";
    QTest::newRow("both") << "takeBothButton"
                          << "10 days"
                          << "<<<<<<<";
}

void ConflictPageTest::choicesShowTheirResult() {
    QFETCH(QString, button);
    QFETCH(QString, has);
    QFETCH(QString, hasNot);
    review(QStringLiteral("Travel"));
    QVERIFY(!m_world->click("useResultButton"));
    QVERIFY(m_world->click(qPrintable(button)));
    QTRY_VERIFY(result().toPlainText().contains(has));
    QVERIFY(!result().toPlainText().contains(hasNot));
    // What only the wiki changed is in it whatever is taken.
    QVERIFY(result().toPlainText().contains(QStringLiteral("breakfast included")));
    QVERIFY(m_world->desks.decisions().empty());
}

void ConflictPageTest::takingTheWikiIsRecorded() {
    review(QStringLiteral("Travel"));
    QVERIFY(m_world->click("takeWikiButton"));
    QVERIFY(m_world->press("useResultButton"));
    QTRY_COMPARE(m_world->desks.decisions().size(), std::size_t(1));
    QCOMPARE(std::get<Take>(m_world->desks.decisions().front().choice), Take::Wiki);
    QTRY_VERIFY(m_world->message().contains(QStringLiteral("next run of Engineering")));
    QCOMPARE(m_world->models.conflicts.undecided(), 2);
    QVERIFY(m_world->click("noticeRunButton"));
    QTRY_COMPARE(m_world->desks.runsOf(SpaceId("0190a1b2-0000-7000-8000-000000000002")), 1);
}

void ConflictPageTest::anOwnTextIsRecorded() {
    review(QStringLiteral("Travel"));
    QVERIFY(m_world->click("takeGitButton"));
    QVERIFY(m_world->click("editButton"));
    QVERIFY(block().isVisible());
    QTest::keyClick(&block(), Qt::Key_End, Qt::ControlModifier);
    QTest::keyClicks(&block(), QStringLiteral(" Ask ana."));
    QVERIFY(m_world->click("useResultButton"));
    QTRY_COMPARE(m_world->desks.decisions().size(), std::size_t(1));
    const std::string text = std::get<std::string>(m_world->desks.decisions().front().choice);
    QVERIFY2(text.find("trains any time") != std::string::npos && text.find("Ask ana.") != std::string::npos,
             text.c_str());
}

void ConflictPageTest::markersAreRefused() {
    review(QStringLiteral("Travel"));
    QVERIFY(m_world->click("editButton"));
    QTest::keyClicks(&block(), QStringLiteral("first"));
    QTest::keyClick(&block(), Qt::Key_Return);
    QTest::keyClicks(&block(), QStringLiteral("<<<<<<< ours"));
    QTest::keyClick(&block(), Qt::Key_Return);
    QVERIFY(m_world->click("useResultButton"));
    QTRY_VERIFY(m_world->message().contains(QStringLiteral("conflict markers")));
    QVERIFY(m_world->desks.decisions().empty());
    QVERIFY2(block().toPlainText().contains(QStringLiteral("<<<<<<< ours")), "the text is there to be mended");
    QVERIFY2(block().isVisible() && block().textCursor().blockNumber() == 1, "the line is shown");
}

void ConflictPageTest::everyKindIsExplained() {
    review(QStringLiteral("Travel"));
    QVERIFY(m_world->textOf("conflictHelp").contains(QStringLiteral("same words")));
    QVERIFY(m_world->click("backButton"));
    QVERIFY(m_world->select("conflictTable", QStringLiteral("Database failover")));
    QVERIFY(m_world->click("openConflictButton"));
    QTRY_VERIFY(m_world->textOf("conflictHelp").contains(QStringLiteral("never reach the wiki")));
    QVERIFY(!m_world->click("takeGitButton"));
}

void ConflictPageTest::aBlockSaysWhoBroughtIt() {
    review(QStringLiteral("Travel"));
    QTRY_VERIFY(m_world->isShown("blockOrigin"));
    const QString said = m_world->textOf("blockOrigin");
    for (const char *part : {"This block", "Wiki: ", "Git: Bob, ", "a41e", "“Laptops”"})
        QVERIFY2(said.contains(QString::fromUtf8(part)), qPrintable(said));
    QVERIFY(m_world->click("backButton"));
    QVERIFY(m_world->select("conflictTable", QStringLiteral("Pager")));  // a page one side lacks has no blocks
    QVERIFY(m_world->click("openConflictButton"));
    QTRY_VERIFY(m_world->showsReview());
    QVERIFY(!m_world->isShown("blockOrigin"));
}

void ConflictPageTest::aLineOfMegabytesIsTakenButNotEdited() {
    ConflictDetail huge;
    huge.summary.page = PageId("0190a1b2-1111-7000-8000-000000000077");
    huge.summary.space = SpaceId("0190a1b2-0000-7000-8000-000000000002");
    huge.summary.path = huge.summary.title = "Huge";
    huge.base = "short\n";
    huge.wiki = std::string(10'000'000, 'w') + "\n";
    huge.git = std::string(10'000'000, 'g') + "\n";
    m_world->filled().desks.addConflict(huge);
    m_world->open();
    m_world->window->openPage(MainWindow::PageName::Conflicts);
    QTRY_COMPARE(m_world->rowsOf("conflictTable"), 4);
    QVERIFY(m_world->select("conflictTable", QStringLiteral("Huge")));
    QVERIFY(m_world->click("openConflictButton"));
    QTRY_VERIFY_WITH_TIMEOUT(m_world->showsReview(), 60000);
    QVERIFY(m_world->click("editButton"));
    QVERIFY(result().isReadOnly() && result().placeholderText().contains(QStringLiteral("too long")));
    QVERIFY(!m_world->click("useResultButton"));
    QVERIFY(m_world->click("takeWikiButton"));
    QVERIFY(m_world->press("useResultButton", 60000));
    QTRY_COMPARE(m_world->desks.decisions().size(), std::size_t(1));
    QCOMPARE(std::get<Take>(m_world->desks.decisions().front().choice), Take::Wiki);
}

void ConflictPageTest::whatARuleLeftOutIsShownAndMarkedSeen() {
    openList();
    QVERIFY(m_world->click("chip0"));
    QTRY_COMPARE(m_world->rowsOf("settledTable"), 1);
    QTRY_VERIFY(m_world->find<CompareView>("settledTexts")->message().isEmpty());
    QVERIFY(m_world->textOf("pageSentence").contains(QStringLiteral("1 settled by a rule")));
    QVERIFY(m_world->click("markSeenButton"));
    QTRY_COMPARE(m_world->models.settled.unseen(), 0);
    QTRY_VERIFY(!m_world->textOf("pageSentence").contains(QStringLiteral("settled by a rule")));
    QVERIFY(m_world->click("chip-1"));
    QTRY_VERIFY(m_world->isShown("conflictTable"));
}

void ConflictPageTest::aTextThatWasLeftComesBack() {
    review(QStringLiteral("Travel"));
    QVERIFY(m_world->click("editButton"));
    QTest::keyClicks(&block(), QStringLiteral("Half a thought. "));
    QVERIFY(m_world->click("nextConflict"));
    QTRY_VERIFY(m_world->textOf("reviewTitle").startsWith(QStringLiteral("Pager")));
    QVERIFY(m_world->click("backButton"));
    QVERIFY(m_world->select("conflictTable", QStringLiteral("Travel")));
    QVERIFY(m_world->click("openConflictButton"));
    QTRY_VERIFY(result().toPlainText().contains(QStringLiteral("Half a thought. Book flights")));
    QVERIFY(m_world->desks.decisions().empty());
    QVERIFY(m_world->click("useResultButton"));
    QTRY_COMPARE(m_world->desks.decisions().size(), std::size_t(1));
}

void ConflictPageTest::aDeletedPageOffersTwoOutcomes() {
    review(QStringLiteral("Pager"));
    QVERIFY(m_world->find<QAbstractButton>("takeGitButton")->text().contains(QStringLiteral("Keep the page")));
    QVERIFY(m_world->find<QAbstractButton>("takeWikiButton")->text().contains(QStringLiteral("stay deleted")));
    QVERIFY(!m_world->isShown("takeBothButton") && !m_world->isShown("takeBaseButton"));
    QVERIFY(!m_world->click("useResultButton"));
    QVERIFY(m_world->click("takeWikiButton"));
    QVERIFY(m_world->textOf("resultState").contains(QStringLiteral("trash")));
    QVERIFY(m_world->click("useResultButton"));
    QTRY_COMPARE(m_world->desks.decisions().size(), std::size_t(1));
}

/// A page with two blocks to decide and a change of git's between them.
void ConflictPageTest::openTwoBlocks() {
    ConflictDetail trip;
    trip.summary.page = PageId("0190a1b2-1111-7000-8000-000000000078");
    trip.summary.space = SpaceId("0190a1b2-0000-7000-8000-000000000002");
    trip.summary.path = trip.summary.title = "Trip";
    trip.summary.wikiBy = "ana";
    trip.summary.wikiAt = "2026-11-24T13:50:00.000Z";
    trip.base = "fly 7 days\n\nmiddle\n\nby train\n";
    trip.wiki = "fly 14 days\n\nmiddle\n\nby slow train\n";
    trip.git = "fly 10 days\n\nmiddle of git\n\nby fast train\n";
    m_world->filled().desks.addConflict(trip);
    m_world->open();
    m_world->window->openPage(MainWindow::PageName::Conflicts);
    QTRY_COMPARE(m_world->rowsOf("conflictTable"), 4);
    QVERIFY(m_world->select("conflictTable", QStringLiteral("Trip")));
    QVERIFY(m_world->click("openConflictButton"));
    QTRY_VERIFY(m_world->showsReview());
}

void ConflictPageTest::everyBlockIsDecidedBeforeTheResultIsUsed() {
    openTwoBlocks();
    QCOMPARE(m_world->textOf("resultState"), QStringLiteral("2 of 2 blocks to decide"));
    QVERIFY(m_world->click("takeWikiButton"));
    QCOMPARE(m_world->textOf("resultState"), QStringLiteral("1 of 2 blocks to decide"));
    QVERIFY(!m_world->click("useResultButton"));
    QVERIFY(m_world->click("takeBothGitFirstButton"));
    QTRY_VERIFY(m_world->press("useResultButton"));
    QTRY_COMPARE(m_world->desks.decisions().size(), std::size_t(1));
    QCOMPARE(std::get<std::string>(m_world->desks.decisions().front().choice),
             std::string("fly 14 days\n\nmiddle of git\n\nby fast train\n\nby slow train"));
}

void ConflictPageTest::stepsAreTakenBackAndKept() {
    openTwoBlocks();
    QVERIFY(m_world->click("mergeWordsButton"));
    QVERIFY(m_world->click("takeGitButton"));
    QTRY_VERIFY(result().toPlainText().contains(QStringLiteral("fly 14 10 days")));
    QVERIFY(m_world->click("undoButton"));
    QVERIFY(m_world->click("undoButton"));
    QVERIFY(!m_world->click("undoButton"));
    QCOMPARE(m_world->textOf("resultState"), QStringLiteral("2 of 2 blocks to decide"));
    QVERIFY(m_world->click("redoButton"));
    QTRY_VERIFY(m_world->textOf("draftState").startsWith(QStringLiteral("Draft saved")));
    QVERIFY(m_world->click("backButton"));
    QVERIFY(m_world->click("openConflictButton"));
    QTRY_COMPARE(m_world->textOf("resultState"), QStringLiteral("1 of 2 blocks to decide"));
    QTRY_VERIFY(result().toPlainText().contains(QStringLiteral("fly 14 10 days")));
    QVERIFY(m_world->desks.decisions().empty());
}

void ConflictPageTest::theWholeTextIsEditedOnceItIsThere() {
    openTwoBlocks();
    QTRY_VERIFY(result().toPlainText().contains(QStringLiteral("not decided yet")));
    QVERIFY(!m_world->click("editWholeButton"));
    QVERIFY(m_world->click("takeGitButton"));
    QVERIFY(m_world->click("takeGitButton"));
    QVERIFY(m_world->press("editWholeButton"));
    QTest::keyClick(&result(), Qt::Key_End, Qt::ControlModifier);
    QTest::keyClicks(&result(), QStringLiteral(" by night"));
    QVERIFY(m_world->press("useResultButton"));
    QTRY_COMPARE(m_world->desks.decisions().size(), std::size_t(1));
    QCOMPARE(std::get<std::string>(m_world->desks.decisions().front().choice),
             std::string("fly 10 days\n\nmiddle of git\n\nby fast train by night"));
}

void ConflictPageTest::whatIsNotDecidedIsDecidedAtOnce() {
    openTwoBlocks();
    QTest::keyClick(m_world->find("blockView"), Qt::Key_At, Qt::ControlModifier | Qt::ShiftModifier);
    QTRY_VERIFY(m_world->isShown("confirmDialog"));
    QVERIFY(m_world->click("verbButton"));
    QTRY_VERIFY(m_world->press("useResultButton"));
    QTRY_COMPARE(m_world->desks.decisions().size(), std::size_t(1));
    QCOMPARE(std::get<Take>(m_world->desks.decisions().front().choice), Take::Wiki);
}

void ConflictPageTest::aMergeProgramIsAsked_data() {
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("says");
    QTest::addColumn<QString>("result");
    // KDiff3 is called with base, wiki, git and --output.
    QTest::newRow("it saves") << "cat \"$2\" > \"$5\"; printf '\\nby hand\\n' >> \"$5\""
                              << "The text of KDiff3"
                              << "fly 14 days\n\nmiddle\n\nby slow train\nby hand\n";
    QTest::newRow("it saves nothing") << "exit 1"
                                      << "KDiff3 saved nothing" << QString();
}

void ConflictPageTest::aMergeProgramIsAsked() {
    QFETCH(QString, script);
    QFETCH(QString, says);
    QFETCH(QString, result);
    const test::TempDir folder;
    test::writeFile(folder / "kdiff3", "#!/bin/sh\n" + script.toStdString() + "\n");
    QVERIFY(QFile::setPermissions(QString::fromStdString(folder / "kdiff3"),
                                  QFileDevice::ReadOwner | QFileDevice::WriteOwner | QFileDevice::ExeOwner));
    const QByteArray before = qgetenv("PATH");
    qputenv("PATH", QByteArray::fromStdString(folder.path()) + ':' + before);
    openTwoBlocks();
    QVERIFY(m_world->press("toolButton"));
    QTRY_VERIFY2_WITH_TIMEOUT(m_world->message().contains(says), qPrintable(m_world->message()), 30000);
    qputenv("PATH", before);
    if (!result.isEmpty()) {
        QTRY_COMPARE(this->result().toPlainText(), result);
        QVERIFY2(m_world->desks.decisions().empty(), "it is looked at first");
        QVERIFY(m_world->click("undoButton"));
    }
    QCOMPARE(m_world->textOf("resultState"), QStringLiteral("2 of 2 blocks to decide"));
}

void ConflictPageTest::aDecidedConflictComesBackWithItsDecision() {
    takingTheWikiIsRecorded();
    // The next conflict has come up by itself.
    QTRY_VERIFY(m_world->textOf("reviewTitle").startsWith(QStringLiteral("Pager")));
    QVERIFY(m_world->click("backButton"));
    QVERIFY(m_world->select("conflictTable", QStringLiteral("Travel")));
    QVERIFY(m_world->click("openConflictButton"));
    QTRY_VERIFY(m_world->textOf("resultState").startsWith(QStringLiteral("Decided")));
    QTRY_VERIFY(result().toPlainText().contains(QStringLiteral("14 days")));
    QVERIFY(m_world->find<QAbstractButton>("takeWikiButton")->isChecked());
}

void ConflictPageTest::theNextConflictIsTheNextUndecided() {
    review(QStringLiteral("Travel"));
    QVERIFY(m_world->click("nextConflict"));
    QTRY_VERIFY(m_world->textOf("reviewTitle").startsWith(QStringLiteral("Pager")));
    QVERIFY(m_world->click("previousConflict"));
    QTRY_VERIFY(m_world->textOf("reviewTitle").startsWith(QStringLiteral("Travel")));
}

void ConflictPageTest::severalAreDecidedAlikeAfterALookAtTheList() {
    openList();
    QVERIFY(!m_world->isShown("conflictBulkBar"));
    m_world->find<QTableView>("conflictTable")->selectAll();
    QTRY_VERIFY(m_world->isShown("conflictBulkBar"));
    QVERIFY(m_world->textOf("bulkSentence").startsWith(QStringLiteral("3 conflicts")));
    QVERIFY(m_world->click("bulkTakeWikiButton"));
    QVERIFY(m_world->isShown("confirmDialog"));
    QVERIFY(m_world->desks.decisions().empty());
    QVERIFY(m_world->press("verbButton"));
    QTRY_COMPARE(m_world->desks.decisions().size(), std::size_t(3));
    for (const Decision &decision : m_world->desks.decisions())
        QCOMPARE(std::get<Take>(decision.choice), Take::Wiki);
    QTRY_VERIFY(m_world->message().contains(QStringLiteral("3 decisions recorded")));
    QCOMPARE(m_world->models.conflicts.undecided(), 0);
    QTRY_VERIFY(!m_world->isShown("conflictBulkBar"));
}

void ConflictPageTest::readOnlyDecidesNothing() {
    m_world->environment.readOnly = true;
    review(QStringLiteral("Travel"));
    for (const char *button : {"takeWikiButton", "takeGitButton", "takeBothButton", "editButton", "useResultButton"})
        QVERIFY2(!m_world->click(button), button);
}

void ConflictPageTest::howLongAgoGrowsInTheReview() {
    openTwoBlocks();
    const QString before = m_world->textOf("wikiByline");
    QVERIFY2(!before.isEmpty(), "who wrote the wiki's side");
    m_world->clock.pass(std::chrono::hours(72));
    QTRY_VERIFY(m_world->textOf("wikiByline") != before);
}

void ConflictPageTest::aConflictThatIsGoneSaysSo() {
    openList();
    m_world->desks.failWith(Error{ErrorCode::NotFound, "There is no open conflict of that page."});
    QVERIFY(m_world->select("conflictTable", QStringLiteral("Travel")));
    QVERIFY(m_world->click("openConflictButton"));
    auto *texts = m_world->find<BlockView>("blockView");
    QTRY_VERIFY(texts->message().contains(QStringLiteral("no open conflict of that page")));
    QVERIFY(!m_world->click("takeWikiButton"));
    QVERIFY(!m_world->click("useResultButton"));
}

void ConflictPageTest::noConflictsSayWhatWouldBeHere() {
    m_world->open();
    m_world->window->openPage(MainWindow::PageName::Conflicts);
    QTRY_COMPARE(m_world->textOf("emptySentence"), QStringLiteral("No open conflicts."));
    QVERIFY(m_world->textOf("emptyDetail").contains(QStringLiteral("goes on syncing")));
}

QTEST_MAIN(ConflictPageTest)
#include "conflict_page_test.moc"
