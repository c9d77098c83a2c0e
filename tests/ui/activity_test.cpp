#include "tests/ui/own_window.h"
#include "ui/nav_bar.h"

#include <QComboBox>
#include <QMenu>

using namespace wikivault;

/// The list of what needs a person: counted, opened where it can be solved, withdrawn when it is.
class ActivityPageTest : public OwnWindow {
    Q_OBJECT

private slots:
    void whatNeedsAPersonIsListedAndCounted();
    void everyEntryOpensThePlaceWhereItIsSolved();
    void whatIsSolvedIsWithdrawnAndStaysToBeRead();
    void anEmptyListSaysSo();
    void noticesAreChosenAndADesktopWithoutThemIsSaid();
    void aSpaceHasNoticesOfItsOwn();

private:
    void openPage() {
        m_world->filled().open();
        m_world->window->openPage(MainWindow::PageName::Activity);
        QTRY_COMPARE(m_world->models.activity.open(), 3);
    }
    [[nodiscard]] bool choose(const char *state) {
        return m_world->select("activityTable", QString::fromLatin1(state), ActivityModel::State);
    }
    /// The entry of the menu of a list; null: there is none.
    [[nodiscard]] QAction *noticeEntry(const char *table, const QString &text) {
        auto *menu = m_world->find(table)->findChild<QMenu *>(QStringLiteral("noticeMenu"));
        emit menu->aboutToShow();
        for (QAction *action : menu->actions())
            if (action->text() == text) return action;
        return nullptr;
    }
};

void ActivityPageTest::whatNeedsAPersonIsListedAndCounted() {
    openPage();
    QCOMPARE(m_world->rowsOf("activityTable"), 3);
    QCOMPARE(m_world->find<NavButton>("nav_activity")->accessibleName(), QStringLiteral("Activity, 3"));
    QVERIFY(m_world->textOf("pageSentence").startsWith(QStringLiteral("3 things to look at.")));
    QVERIFY(choose("Failing"));
    QVERIFY(m_world->find<QTableView>("activityTable")
                ->currentIndex()
                .siblingAtColumn(ActivityModel::What)
                .data()
                .toString()
                .contains(QStringLiteral("refused the password")));
}

void ActivityPageTest::everyEntryOpensThePlaceWhereItIsSolved() {
    openPage();
    QVERIFY(choose("Settled"));
    QVERIFY(m_world->click("activityOpenButton"));
    QTRY_VERIFY(m_world->isShown("settledTable"));
    m_world->window->openPage(MainWindow::PageName::Activity);
    QVERIFY(choose("Conflicts"));
    QCOMPARE(m_world->find<QAbstractButton>("activityOpenButton")->text(), QStringLiteral("Review"));
    QTest::keyClick(m_world->find("activityTable"), Qt::Key_Return);
    QTRY_VERIFY(m_world->isShown("conflictTable"));
    m_world->window->openPage(MainWindow::PageName::Activity);
    QVERIFY(choose("Failing"));
    QVERIFY(m_world->click("activityOpenButton"));
    QTRY_VERIFY(m_world->isShown("runTable"));
    QTRY_VERIFY(m_world->textOf("runTitle").contains(QStringLiteral("Human resources")));
}

void ActivityPageTest::whatIsSolvedIsWithdrawnAndStaysToBeRead() {
    openPage();
    m_world->window->openPage(MainWindow::PageName::Conflicts);
    QTRY_VERIFY(m_world->models.settled.load().asOf);
    const auto settled = m_world->models.settled.all();
    for (const SettledSummary &one : settled)
        m_world->commands->commands().settled.markSeen(one.id);
    QTRY_COMPARE(m_world->models.activity.open(), 2);
    m_world->window->openPage(MainWindow::PageName::Activity);
    QCOMPARE(m_world->rowsOf("activityTable"), 3);
    QVERIFY(choose("Solved"));
    QVERIFY(!m_world->find<QAbstractButton>("activityOpenButton")->isEnabled());
    QVERIFY(m_world->click("chip0"));
    QCOMPARE(m_world->rowsOf("activityTable"), 2);
}

void ActivityPageTest::anEmptyListSaysSo() {
    m_world->open();
    m_world->window->openPage(MainWindow::PageName::Activity);
    QTRY_COMPARE(m_world->textOf("emptySentence"), QStringLiteral("Nothing needs attention."));
    QCOMPARE(m_world->find<NavButton>("nav_activity")->accessibleName(), QStringLiteral("Activity"));
}

void ActivityPageTest::noticesAreChosenAndADesktopWithoutThemIsSaid() {
    openPage();
    auto *level = m_world->find<QComboBox>("noticeLevel");
    QCOMPARE(level->currentData().toInt(), int(NoticeLevel::All));
    level->setFocus();
    QTest::keyClick(level, Qt::Key_Up);
    QCOMPARE(m_world->models.activity.level(), NoticeLevel::Errors);
    m_world->models.activity.setWhyNoNotices(QStringLiteral("No bus."));
    QVERIFY(!level->isEnabled());
    QCOMPARE(level->toolTip(), QStringLiteral("No bus."));
    m_world->models.activity.setWhyNoNotices({});
    QVERIFY(level->isEnabled());
}

void ActivityPageTest::aSpaceHasNoticesOfItsOwn() {
    openPage();
    ActivityModel &activity = m_world->models.activity;
    QVERIFY(choose("Failing"));
    QVERIFY(noticeEntry("activityTable", QStringLiteral("as of all spaces (all)"))->isChecked());
    noticeEntry("activityTable", QStringLiteral("off"))->trigger();
    const SpaceId failing = activity.at(m_world->find<QTableView>("activityTable")->currentIndex().row())->space;
    QCOMPARE(activity.levelOf(failing), NoticeLevel::Off);
    QCOMPARE(activity.level(), NoticeLevel::All);
    QVERIFY(m_world->find("noticeLevel")->toolTip().contains(QStringLiteral("Set otherwise for 1 space.")));
    // Of several spaces at once, in their list.
    m_world->window->openPage(MainWindow::PageName::Spaces);
    m_world->find<QTableView>("spaceTable")->selectAll();
    QVERIFY2(!noticeEntry("spaceTable", QStringLiteral("off"))->isChecked(), "they differ");
    noticeEntry("spaceTable", QStringLiteral("errors only"))->trigger();
    QCOMPARE(activity.ownLevels().size(), std::size_t(8));
    QVERIFY(noticeEntry("spaceTable", QStringLiteral("errors only"))->isChecked());
    noticeEntry("spaceTable", QStringLiteral("as of all spaces (all)"))->trigger();
    QVERIFY(activity.ownLevels().empty());
    activity.setWhyNoNotices(QStringLiteral("No bus."));
    QVERIFY(!m_world->find("spaceTable")->findChild<QMenu *>(QStringLiteral("noticeMenu"))->menuAction()->isEnabled());
}

QTEST_MAIN(ActivityPageTest)
#include "activity_test.moc"
