#include "app/console/window_memory.h"
#include "tests/support/temp_vault.h"
#include "tests/ui/own_window.h"
#include "ui/list_frame.h"
#include "ui/table_view.h"

#include <QClipboard>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>

using namespace wikivault;

/// The list of spaces: filters, saved views, what stands there when there is nothing to show.
class SpaceViewsTest : public OwnWindow {
    Q_OBJECT

private slots:
    void aSavedViewBringsFilterAndColumnsBack();
    void aViewIsReplacedAndForgotten();
    void filtersNarrowTheList();
    void anEmptyWikiSaysWhatToDo();
    void aFirstErrorOffersRetry();
    void aFirstErrorLeadsToTheProfileAndIsCopied();
    void oldRowsStayAndSayHowOldTheyAre();
    void aLostConnectionLeadsToItsCheck();
    void wideWindowsSayWhenASpaceRunsNextAndHowFarItsRemoteIs();
    void whatIsSaidOfAPageOfARunIsReadAndCopied();
    void commandsAreFoundWithTheMouseToo();

private:
    [[nodiscard]] int runsOf(int number) const {
        return m_world->desks.runsOf(SpaceId("0190a1b2-0000-7000-8000-00000000000" + std::to_string(number)));
    }
    /// Opens the menu of the views and chooses the entry at the end of the path; false: there is none.
    [[nodiscard]] bool chooseView(const QStringList &path) {
        auto *menu = m_world->find<QMenu>("viewsMenu");
        emit menu->aboutToShow();
        for (const QString &name : path) {
            const auto actions = menu->actions();
            const auto it = std::find_if(actions.begin(), actions.end(),
                                         [&](const QAction *action) { return action->text() == name; });
            if (it == actions.end()) return false;
            if (!(*it)->menu()) {
                (*it)->trigger();
                return true;
            }
            menu = (*it)->menu();
        }
        return false;
    }
};

void SpaceViewsTest::aSavedViewBringsFilterAndColumnsBack() {
    m_world->openFilled();
    auto *table = m_world->find<QTableView>("spaceTable");
    auto *field = m_world->find<QLineEdit>("filterField");
    field->setText(QStringLiteral("a"));
    QVERIFY(m_world->click("chip1"));  // in sync
    const int narrowed = m_world->rowsOf("spaceTable");
    QVERIFY(narrowed > 0 && narrowed < 8);
    QVERIFY(chooseView({QStringLiteral("Columns"), QStringLiteral("Lock")}));
    QVERIFY(table->isColumnHidden(SpaceListModel::Lock));
    table->sortByColumn(SpaceListModel::LastSuccess, Qt::DescendingOrder);
    QVERIFY(chooseView({QStringLiteral("Save this view…")}));
    QVERIFY(m_world->click("saveViewButton"));
    QVERIFY(m_world->message().contains(QStringLiteral("needs a name")));
    m_world->find<QLineEdit>("messageInput")->setText(QStringLiteral("A & B"));
    QVERIFY(m_world->click("saveViewButton"));
    QCOMPARE(m_world->models.views.all().size(), 1);
    QVERIFY(chooseView({QStringLiteral("Columns"), QStringLiteral("Lock")}));
    table->sortByColumn(SpaceListModel::Name, Qt::AscendingOrder);
    QVERIFY(m_world->click("chip-1"));
    field->clear();
    QCOMPARE(m_world->rowsOf("spaceTable"), 8);
    QVERIFY(chooseView({QStringLiteral("A && B")}));
    QCOMPARE(m_world->rowsOf("spaceTable"), narrowed);
    QCOMPARE(field->text(), QStringLiteral("a"));
    QVERIFY(table->isColumnHidden(SpaceListModel::Lock));
    QCOMPARE(table->horizontalHeader()->sortIndicatorSection(), int(SpaceListModel::LastSuccess));
    const auto *button = m_world->find<QAbstractButton>("viewsButton");
    QCOMPARE(button->text(), QStringLiteral("View: A && B"));
    field->clear();  // no longer that view
    QCOMPARE(button->text(), QStringLiteral("Views"));
}

void SpaceViewsTest::aViewIsReplacedAndForgotten() {
    const test::TempDir folder;
    const QString file = QString::fromStdString(folder / "window.conf");
    SavedViews views;
    views.put({QStringLiteral("Trouble"), QStringLiteral("x"), 3, QByteArray("columns")});
    views.put({QStringLiteral("All"), {}, -1, {}});
    views.put({QStringLiteral("Trouble"), QStringLiteral("y"), 4, QByteArray("others")});
    rememberViews(views.all(), file);
    QCOMPARE(rememberedViews(file), views.all());
    QCOMPARE(views.find(QStringLiteral("Trouble"))->text, QStringLiteral("y"));
    views.remove(QStringLiteral("All"));
    rememberViews(views.all(), file);
    QCOMPARE(rememberedViews(file), views.all());
    QCOMPARE(rememberedViews(file).size(), 1);
    m_world->openFilled();
    m_world->models.views.setAll(rememberedViews(file));
    QVERIFY(chooseView({QStringLiteral("Forget"), QStringLiteral("Trouble")}));
    QVERIFY(m_world->models.views.all().isEmpty());
}

void SpaceViewsTest::filtersNarrowTheList() {
    m_world->openFilled();
    auto *field = m_world->find<QLineEdit>("filterField");
    QTest::keyClicks(field, QStringLiteral("hand"));
    QTRY_COMPARE(m_world->rowsOf("spaceTable"), 1);
    QTest::keyClicks(field, QStringLiteral("xyz"));
    // The peek has such a sentence of its own.
    QWidget *frame = m_world->find<QTableView>("spaceTable");
    while (frame && !qobject_cast<ListFrame *>(frame))
        frame = frame->parentWidget();
    QVERIFY(frame);
    QTRY_COMPARE(frame->findChild<QLabel *>(QStringLiteral("emptySentence"))->text(),
                 QStringLiteral("No space matches."));
    frame->findChild<QPushButton *>(QStringLiteral("emptyAction"))->click();
    QTRY_COMPARE(m_world->rowsOf("spaceTable"), 8);
    QVERIFY(m_world->click(qPrintable(QStringLiteral("chip%1").arg(int(SpaceState::InSync)))));
    QTRY_COMPARE(m_world->rowsOf("spaceTable"), 1);
    QVERIFY(m_world->click("chip-1"));
    QTRY_COMPARE(m_world->rowsOf("spaceTable"), 8);
}

void SpaceViewsTest::anEmptyWikiSaysWhatToDo() {
    m_world->open();
    QTRY_COMPARE(m_world->textOf("emptySentence"), QStringLiteral("The wiki has no spaces yet."));
    QVERIFY(!m_world->click("runButton"));
    QVERIFY(!m_world->click("previewButton"));
}

void SpaceViewsTest::aFirstErrorOffersRetry() {
    m_world->desks.fill();
    m_world->desks.failWith(Error{ErrorCode::Unavailable, "Connection refused by wiki.example.org."});
    m_world->open();
    QTRY_COMPARE(m_world->textOf("emptySentence"), QStringLiteral("The spaces could not be read."));
    QTRY_VERIFY(m_world->textOf("emptyDetail").contains(QStringLiteral("Connection refused by wiki.example.org.")));
    QCOMPARE(m_world->models.state.database().state, Health::State::Lost);
    m_world->desks.failWith({});
    QVERIFY(m_world->click("emptyAction"));
    QTRY_COMPARE(m_world->rowsOf("spaceTable"), 8);
    QTRY_COMPARE(m_world->models.state.database().state, Health::State::Good);
    QVERIFY(!m_world->isShown("editProfileButton"));
}

void SpaceViewsTest::aFirstErrorLeadsToTheProfileAndIsCopied() {
    m_world->desks.failWith(Error{ErrorCode::Unavailable, "Connection refused by wiki.example.org."});
    m_world->open();
    QTRY_COMPARE(m_world->textOf("emptySentence"), QStringLiteral("The spaces could not be read."));
    QVERIFY(m_world->click("copyFailureButton"));
    QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("Connection refused by wiki.example.org.")));
    QVERIFY(m_world->click("editProfileButton"));
    QTRY_VERIFY(m_world->isShown("settingsDialog"));
}

void SpaceViewsTest::oldRowsStayAndSayHowOldTheyAre() {
    m_world->openFilled();
    m_world->desks.failWith(Error{ErrorCode::Unavailable, "Connection refused."});
    m_world->window->openPage(MainWindow::PageName::Spaces);
    auto *retry = m_world->find<QAbstractButton>("retryButton");
    QTRY_VERIFY((retry = m_world->find<QAbstractButton>("retryButton")) && retry->isVisible());
    QVERIFY(m_world->message().startsWith(QStringLiteral("Showing 14:03:10.")));
    QVERIFY(m_world->message().contains(QStringLiteral("Connection refused.")));
    QCOMPARE(m_world->rowsOf("spaceTable"), 8);
    QCOMPARE(m_world->find("peekAttachments")->property("role").toString(), QStringLiteral("muted"));
    m_world->desks.failWith({});
    QVERIFY(m_world->click("retryButton"));
    QTRY_VERIFY(!m_world->isShown("retryButton"));
    QCOMPARE(m_world->find("peekAttachments")->property("role").toString(), QStringLiteral("body"));
}

void SpaceViewsTest::aLostConnectionLeadsToItsCheck() {
    m_world->openFilled();
    m_world->desks.failWith(Error{ErrorCode::Unavailable, "No answer."});
    m_world->commands->refreshSpaces();
    QTRY_VERIFY(m_world->find("databaseChip")->accessibleName().startsWith(QStringLiteral("Postgres lost for 0:00: ")));
    m_world->clock.pass(std::chrono::seconds(130));
    m_world->models.state.tick(m_world->clock.now());
    QTRY_VERIFY(m_world->find("databaseChip")->accessibleName().startsWith(QStringLiteral("Postgres lost for 2:10: ")));
    m_world->desks.failWith({});
    QVERIFY(m_world->click("databaseChip"));
    QTRY_VERIFY(m_world->isShown("doctorTable"));
    const auto *checks = m_world->find<TableView>("doctorTable");
    QTRY_COMPARE(checks->currentId(), QStringLiteral("database"));
    QTRY_COMPARE(m_world->find("databaseChip")->accessibleName().left(9), QStringLiteral("Postgres "));
}

void SpaceViewsTest::wideWindowsSayWhenASpaceRunsNextAndHowFarItsRemoteIs() {
    m_world->openFilled();
    QVERIFY(m_world->find<QTableView>("spaceTable")->isColumnHidden(SpaceListModel::Next));
    QTRY_VERIFY(m_world->models.remotes.rowCount() > 0);
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Sales")));
    QTRY_VERIFY(m_world->textOf("peekNext").startsWith(QStringLiteral("in 3 h")));
    const SpaceListModel &spaces = m_world->models.spaces;
    QCOMPARE(spaces.remoteOf(worldSpace(1)).toString(), QStringLiteral("Equal"));
    QCOMPARE(spaces.remoteOf(worldSpace(8)).toString(), QStringLiteral("–"));
    const auto *table = m_world->find<QTableView>("spaceTable");
    m_world->window->resize(1920, 1080);
    QTRY_VERIFY(!table->isColumnHidden(SpaceListModel::Next) && !table->isColumnHidden(SpaceListModel::Remote));
    QVERIFY(chooseView({QStringLiteral("Columns"), QStringLiteral("Remote")}));
    m_world->window->resize(1900, 1080);
    QVERIFY(table->isColumnHidden(SpaceListModel::Remote));  // by hand
}

void SpaceViewsTest::whatIsSaidOfAPageOfARunIsReadAndCopied() {
    m_world->openFilled();
    m_world->window->openPage(MainWindow::PageName::Runs);
    QTRY_VERIFY(m_world->rowsOf("runItemTable") > 0);
    QTRY_VERIFY(m_world->isShown("runItemNote"));  // the worst is chosen
    const QString said = m_world->textOf("runItemNote");
    QVERIFY2(said.startsWith(QStringLiteral("Tools/VPN.md: ")) && said.contains(QStringLiteral("unknown node")),
             qPrintable(said));
    QVERIFY(m_world->click("copyItemButton"));
    QCOMPARE(QGuiApplication::clipboard()->text(), said);
    QVERIFY(m_world->select("runItemTable", QStringLiteral("Laptop"), RunItemModel::Page));
    QVERIFY(!m_world->isShown("runItemNote"));
}

void SpaceViewsTest::commandsAreFoundWithTheMouseToo() {
    m_world->openFilled();
    m_world->find<QAbstractButton>("findButton")->click();
    QTRY_VERIFY(m_world->isShown("commandPalette"));
}

QTEST_MAIN(SpaceViewsTest)
#include "space_views_test.moc"
