#include "tests/ui/demo_world.h"
#include "ui/compare_view.h"

#include <QComboBox>
#include <QPlainTextEdit>

using namespace wikivault;

/// The inbox on the real engine: the rule of a space, what rules and people left out, putting it back, drafts.
class SettledTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }
    void init();
    void cleanup() { m_demo.reset(); }
    void cleanupTestCase() { m_theme.reset(); }
    void aRuleIsChangedAndItsLoserIsPutBack();
    void whatAPersonDidNotTakeIsKept();
    void aRuleThatIsNotConfirmedStays();
    void aDraftIsOnDiskAndComesBack();
    void aSideThatMovedIsSaidBeforeADecision();

private:
    [[nodiscard]] const DemoEdit &wiki() const { return m_demo->story.conflictInWiki; }
    [[nodiscard]] const DemoEdit &git() const { return m_demo->story.conflictInFile; }
    void openConflicts() {
        m_world->window->openPage(MainWindow::PageName::Conflicts);
        QTRY_COMPARE(m_world->rowsOf("conflictTable"), 1);
        m_world->find<QTableView>("conflictTable")->selectRow(0);
    }
    void review() {
        openConflicts();
        QVERIFY(m_world->press("openConflictButton"));
        QTRY_VERIFY(m_world->showsReview());
    }
    void runHandbook() {
        m_world->window->openPage(MainWindow::PageName::Spaces);
        QVERIFY(m_world->select("spaceTable", m_demo->name(wiki().space)));
        m_demo->runShown();
    }
    void chooseGitWins() {
        openConflicts();
        auto *choice = m_world->find<QComboBox>("spacePolicy");
        QVERIFY(choice->isVisible());
        choice->setCurrentIndex(2);
        emit choice->activated(2);
        QTRY_VERIFY(m_world->isShown("confirmDialog"));
    }
    void putBack(const char *chip);
    void expectText(const DemoEdit &edit) {
        QVERIFY(contains(m_demo->wikiText(edit), edit.after));
        QVERIFY(contains(m_demo->vaultText(edit), edit.after));
    }

    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<DemoWorld> m_demo;
    ConsoleWorld *m_world = nullptr;
};

void SettledTest::init() {
    m_demo = std::make_unique<DemoWorld>(*m_theme);
    m_world = &m_demo->window;
    m_demo->open();
}

void SettledTest::putBack(const char *chip) {
    m_world->window->openPage(MainWindow::PageName::Conflicts);
    QVERIFY(m_world->press(chip));
    QTRY_COMPARE(m_world->rowsOf("settledTable"), 1);
    auto *texts = m_world->find<CompareView>("settledTexts");
    QTRY_VERIFY2(texts->message().isEmpty(), qPrintable(texts->message()));
    QVERIFY(m_world->find<QAbstractButton>("putBackButton")->text().contains(QStringLiteral("wiki's")));
    QVERIFY(m_world->press("putBackButton"));
    QTRY_VERIFY_WITH_TIMEOUT(m_world->models.plan.taken() > 0, kRunMs);
    QVERIFY(m_world->textOf("pageTitle").startsWith(QStringLiteral("Put a text back")));
    expectText(git());  // a plan writes nothing
    m_demo->applyShown();
    expectText(wiki());
}

void SettledTest::aRuleIsChangedAndItsLoserIsPutBack() {
    chooseGitWins();
    QVERIFY(m_world->press("verbButton"));
    QTRY_COMPARE(m_world->savedSettings().size(), std::size_t(1));
    QVERIFY(m_world->savedSettings().front().spacePolicies.at(wiki().space.str()) == ConflictPolicy::GitWins);
    runHandbook();
    expectText(git());
    QTRY_COMPARE(m_world->models.settled.unseen(), 1);
    putBack("chip0");
    QTRY_COMPARE(m_world->models.settled.unseen(), 0);
}

void SettledTest::whatAPersonDidNotTakeIsKept() {
    review();
    QVERIFY(m_world->press("takeGitButton"));
    QVERIFY(m_world->press("useResultButton"));
    QVERIFY(m_world->press("noticeRunButton", kRunMs));
    QTRY_COMPARE_WITH_TIMEOUT(m_world->models.conflicts.rowCount(), 0, kRunMs);
    expectText(git());
    QTRY_COMPARE(m_world->models.settled.countOf(SettledModel::ByPeople), 1);
    QCOMPARE(m_world->models.settled.unseen(), 0);
    putBack("chip1");
}

void SettledTest::aRuleThatIsNotConfirmedStays() {
    chooseGitWins();
    QVERIFY(m_world->press("cancelButton"));
    QTRY_COMPARE(m_world->find<QComboBox>("spacePolicy")->currentIndex(), 0);
    QVERIFY(m_world->savedSettings().empty());
}

void SettledTest::aDraftIsOnDiskAndComesBack() {
    review();
    QVERIFY(m_world->press("editButton"));
    auto *result = m_world->find<QPlainTextEdit>("blockText");
    QTest::keyClicks(result, QStringLiteral("Half a thought. "));
    QTRY_VERIFY2_WITH_TIMEOUT(m_world->textOf("draftState").startsWith(QStringLiteral("Draft saved")),
                              qPrintable(m_world->textOf("draftState")), kRunMs);
    const test::CtlRun shown =
        m_demo->ctl({QStringLiteral("conflict"), QStringLiteral("show"), QString::fromStdString(wiki().page.str())});
    QVERIFY2(shown.out.contains("Half a thought."), shown.out.constData());
    ConsoleWorld again(*m_theme, &m_demo->clock);
    again.useEngine();
    m_world->window->hide();
    again.open(m_demo->settings());
    again.window->openPage(MainWindow::PageName::Conflicts);
    QTRY_COMPARE_WITH_TIMEOUT(again.rowsOf("conflictTable"), 1, kRunMs);
    again.find<QTableView>("conflictTable")->selectRow(0);
    QVERIFY(again.press("openConflictButton"));
    QTRY_VERIFY(again.showsReview());
    QTRY_VERIFY(again.reviewResult().toPlainText().contains(QStringLiteral("Half a thought.")));
    QCOMPARE(again.textOf("draftState"), QStringLiteral("Draft taken up"));
}

void SettledTest::aSideThatMovedIsSaidBeforeADecision() {
    review();
    QVERIFY(m_world->press("takeGitButton"));
    const auto edited = editDemoInWiki(m_demo->demo, {wiki().space, wiki().page, wiki().after, "whenever we like"});
    QVERIFY2(edited, edited ? "" : edited.error().detail.c_str());
    QVERIFY(m_world->press("useResultButton"));
    QTRY_VERIFY2_WITH_TIMEOUT(m_world->message().contains(QStringLiteral("was not recorded")),
                              qPrintable(m_world->message()), kRunMs);
}

QTEST_MAIN(SettledTest)
#include "settled_test.moc"
