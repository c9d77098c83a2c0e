#include "app/console/window_memory.h"
#include "tests/support/temp_vault.h"
#include "tests/ui/console_world.h"
#include "ui/compare_view.h"
#include "ui/confirm_dialog.h"

#include <QClipboard>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace wikivault;

/// Spaces and plan: preview, run and its questions, opting in and out, what stands there when there is nothing to show.
class SpacePageTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { m_theme = std::make_unique<Theme>(*qApp); }
    void init() { m_world = std::make_unique<ConsoleWorld>(*m_theme); }
    void cleanup() { m_world.reset(); }
    void cleanupTestCase() { m_theme.reset(); }
    void nothingIsClaimedOfASpaceBeforeItIsLookedAt();
    void previewShowsBothDirectionsAndRunsNothing();
    void aPlannedPageShowsItsTextsSideBySide();
    void runAsksFirstAndKeepsTheReason();
    void theRowAskedAboutStaysInSight();
    void severalSpacesRunTogether();
    void deletionsAreListedBeforeTheRun();
    void productionWantsTheNameTyped();
    void aRunCanBeStopped();
    void nothingRunsWhileSyncIsOff();
    void readOnlyWritesNothing();
    void aSpaceIsOptedInAndOut();
    void attachmentsAreCountedAndNamed();
    void aPlanNamesTheAttachmentsOfTheNextRun();
    void aPlanWithoutAttachmentsOffersNoList();
    void aSpaceIsPausedAndResumed();
    void inProductionAPauseNeedsAReason();
    void severalSpacesArePausedAndResumed();
    void aPauseCountsDown();
    void aSavedViewBringsFilterAndColumnsBack();
    void aViewIsReplacedAndForgotten();
    void aFailedRunIsTold();
    void filtersNarrowTheList();
    void anEmptyWikiSaysWhatToDo();
    void aFirstErrorOffersRetry();
    void oldRowsStayAndSayHowOldTheyAre();
    void aPlanThatFailsSaysWhy();
    void theDoctorSaysWhatToDo();

private:
    [[nodiscard]] int runsOf(int number) const {
        return m_world->desks.runsOf(SpaceId("0190a1b2-0000-7000-8000-00000000000" + std::to_string(number)));
    }
    void openFilled(const Settings &settings = worldSettings()) {
        m_world->filled().open(settings);
        QTRY_COMPARE(m_world->rowsOf("spaceTable"), 8);
    }
    /// The first space with that name in the world behind the window.
    [[nodiscard]] std::optional<Pause> pauseOf(const char *name) {
        const auto rows = m_world->desks.spaces({});
        for (const SpaceRow &row : rows.value_or(std::vector<SpaceRow>()))
            if (row.space.name == name) return row.pause;
        return std::nullopt;
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
    void openPlanOfHandbook() {
        openFilled();
        previewHandbook();
    }
    void previewHandbook() {
        QVERIFY(m_world->select("spaceTable", QStringLiteral("Handbook")));
        QVERIFY(m_world->click("previewButton"));
        QTRY_VERIFY(m_world->isShown("planTable") && m_world->rowsOf("planTable") > 0);
    }
    std::unique_ptr<Theme> m_theme;
    std::unique_ptr<ConsoleWorld> m_world;
};

void SpacePageTest::nothingIsClaimedOfASpaceBeforeItIsLookedAt() {
    openFilled();
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

void SpacePageTest::previewShowsBothDirectionsAndRunsNothing() {
    openPlanOfHandbook();
    const QTableView &table = *m_world->find<QTableView>("planTable");
    QSet<int> flows;
    for (int row = 0; row < table.model()->rowCount(); ++row)
        flows.insert(table.model()->index(row, PlanModel::Way).data(FlowRole).toInt());
    QCOMPARE(flows, QSet<int>({int(Flow::ToGit), int(Flow::ToWiki), int(Flow::Both)}));
    QVERIFY(m_world->textOf("pageSentence").contains(QStringLiteral("nothing was written")));
    QCOMPARE(m_world->desks.previews(), 1);
    QCOMPARE(runsOf(1), 0);
    // The list of spaces knows now what waits.
    m_world->window->openPage(MainWindow::PageName::Spaces);
    const auto pending = m_world->models.spaces.pendingOf(SpaceId("0190a1b2-0000-7000-8000-000000000001"));
    QVERIFY(pending && pending->toGit > 0 && pending->toWiki > 0);
}

void SpacePageTest::aPlannedPageShowsItsTextsSideBySide() {
    openPlanOfHandbook();
    QVERIFY(m_world->select("planTable", QStringLiteral("Laptop"), PlanModel::Page));
    auto *diff = m_world->find<CompareView>("compareView");
    QTRY_VERIFY(diff->message().isEmpty() && diff->shownRows() > 3);
    QVERIFY(m_world->select("planTable", QStringLiteral("Travel"), PlanModel::Page));
    QTRY_VERIFY(diff->message().contains(QStringLiteral("Both sides changed")));
    QVERIFY(m_world->click("reviewButton"));
    QTRY_VERIFY(m_world->isShown("conflictReview"));
}

void SpacePageTest::runAsksFirstAndKeepsTheReason() {
    openFilled();
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
    openFilled();
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
    openFilled();
    m_world->find<QTableView>("spaceTable")->selectAll();
    QVERIFY(m_world->textOf("bulkSentence").startsWith(QStringLiteral("8 spaces selected")));
    QVERIFY(!m_world->isShown("runButton"));
    QVERIFY(m_world->click("bulkRunButton"));
    QVERIFY(m_world->press("confirmRunButton"));
    for (int space = 1; space <= 8; ++space)
        QTRY_COMPARE(runsOf(space), 1);
}

void SpacePageTest::deletionsAreListedBeforeTheRun() {
    openPlanOfHandbook();
    QVERIFY(m_world->click("applyButton"));
    auto *dialog = m_world->find<ConfirmDialog>("confirmDialog");
    QTRY_VERIFY(dialog && dialog->isVisible());
    QVERIFY(dialog->findChild<QPlainTextEdit *>()->toPlainText().contains(QStringLiteral("Onboarding/Badge.md")));
    QVERIFY(dialog->findChild<QPushButton *>(QStringLiteral("cancelButton"))->isDefault());
    QVERIFY(m_world->click("cancelButton"));
    QTRY_VERIFY(!m_world->isShown("confirmDialog"));
    QCOMPARE(runsOf(1), 0);
    QVERIFY(m_world->click("applyButton"));
    QVERIFY(m_world->press("verbButton"));
    QTRY_COMPARE(runsOf(1), 1);
}

void SpacePageTest::productionWantsTheNameTyped() {
    Settings settings = worldSettings();
    settings.environment = "production";
    openFilled(settings);
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Handbook")));
    QVERIFY(m_world->click("previewButton"));
    QTRY_VERIFY(m_world->rowsOf("planTable") > 0);
    QVERIFY(m_world->click("applyButton"));
    QTRY_VERIFY(m_world->isShown("verbButton"));
    QVERIFY(!m_world->click("verbButton"));
    QTest::keyClicks(m_world->find<QLineEdit>("gateText"), QStringLiteral("handbook"));
    QVERIFY(m_world->click("verbButton"));
    QTRY_COMPARE(runsOf(1), 1);
}

void SpacePageTest::aRunCanBeStopped() {
    openFilled();
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
    openFilled(settings);
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Product")));
    QVERIFY(m_world->click("runButton"));
    QVERIFY(m_world->message().contains(QStringLiteral("switched off")));
    QVERIFY(!m_world->isShown("confirmRunButton"));
    QCOMPARE(runsOf(6), 0);
}

void SpacePageTest::readOnlyWritesNothing() {
    m_world->environment.readOnly = true;
    openFilled();
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Product")));
    QVERIFY(!m_world->click("runButton"));
    QVERIFY(!m_world->click("peekSwitchButton"));
    QVERIFY(!m_world->click("masterSwitch"));
    QVERIFY(m_world->click("previewButton"));
    QTRY_COMPARE(m_world->desks.previews(), 1);
}

void SpacePageTest::aSpaceIsOptedInAndOut() {
    const SpaceId archive("0190a1b2-0000-7000-8000-000000000008");
    openFilled();
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Archive")));
    QVERIFY(m_world->click("peekSwitchButton"));
    QTRY_VERIFY(m_world->isShown("confirmDialog"));
    QVERIFY(!m_world->desks.isFlagged(archive));
    QVERIFY(m_world->click("verbButton"));
    QTRY_VERIFY(m_world->desks.isFlagged(archive));
    QTRY_VERIFY(m_world->find<QAbstractButton>("peekSwitchButton")->text().contains(QStringLiteral("out")));
    QVERIFY(m_world->click("peekSwitchButton"));
    QVERIFY(m_world->press("confirmSwitchButton"));
    QTRY_VERIFY(!m_world->desks.isFlagged(archive));
}

void SpacePageTest::attachmentsAreCountedAndNamed() {
    openFilled();
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

void SpacePageTest::aPlanNamesTheAttachmentsOfTheNextRun() {
    openFilled();
    PlanRequest request;
    request.space = SpaceId("0190a1b2-0000-7000-8000-000000000001");
    Plan plan = m_world->desks.preview(request, {}).value();
    const auto add = [&](const char *path, Direction direction, Outcome outcome, const char *why) {
        Item item;
        item.path = path;
        item.direction = direction;
        item.outcome = outcome;
        item.detail = why;
        plan.attachments.push_back(item);
    };
    add("Tools/logo.png", Direction::WikiToGit, Outcome::Done, "");
    add("Tools/plan.pdf", Direction::GitToWiki, Outcome::Done, "both sides have it; the run compares them first");
    add("Tools/film.mp4", Direction::WikiToGit, Outcome::Skipped,
        "it belongs to no page of this space, so it is not carried");
    m_world->desks.setPlan(plan);
    previewHandbook();
    QVERIFY(m_world->textOf("pageSentence").contains(QStringLiteral("1 to download, 1 to upload, 1 left")));
    QVERIFY(m_world->press("forecastButton"));
    QTRY_VERIFY(m_world->isShown("forecastDialog"));
    QVERIFY(m_world->textOf("dialogSentence").contains(QStringLiteral("1 to download, 1 to upload, 1 left")));
    const QAbstractItemModel &rows = *m_world->find<QTableView>("forecastDialogTable")->model();
    QStringList seen;
    for (int row = 0; row < rows.rowCount(); ++row)
        for (int column = 0; column < rows.columnCount(); ++column)
            seen << rows.index(row, column).data().toString();
    QCOMPARE(seen, QStringList({QStringLiteral("Tools/logo.png"), QStringLiteral("Download"), QString(),
                                QStringLiteral("Tools/plan.pdf"), QStringLiteral("Upload"),
                                QStringLiteral("Both sides have it; the run compares them first."),
                                QStringLiteral("Tools/film.mp4"), QStringLiteral("Left"),
                                QStringLiteral("It belongs to no page of this space, so it is not carried.")}));
    QVERIFY(m_world->press("closeButton"));
}

void SpacePageTest::aPlanWithoutAttachmentsOffersNoList() {
    openPlanOfHandbook();
    QVERIFY(!m_world->isShown("forecastButton"));
    QVERIFY(!m_world->textOf("pageSentence").contains(QStringLiteral("Attachments")));
}

void SpacePageTest::aSpaceIsPausedAndResumed() {
    openFilled();
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Handbook")));
    QVERIFY(m_world->choose("spaceTable", "Pause…"));
    QVERIFY(m_world->isShown("pauseTomorrowButton") && m_world->isShown("pauseOpenEndButton"));
    m_world->find<QLineEdit>("messageInput")->setText(QStringLiteral("moving house"));
    QVERIFY(m_world->click("pauseHourButton"));
    QTRY_VERIFY(pauseOf("Handbook"));
    QCOMPARE(pauseOf("Handbook")->reason, std::string("moving house"));
    QVERIFY(pauseOf("Handbook")->until);
    QVERIFY(!m_world->isShown("pauseHourButton"));
    QVERIFY(m_world->choose("spaceTable", "Resume"));
    QTRY_VERIFY(!pauseOf("Handbook"));
}

void SpacePageTest::inProductionAPauseNeedsAReason() {
    Settings settings = worldSettings();
    settings.environment = "production";
    openFilled(settings);
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Handbook")));
    QVERIFY(m_world->choose("spaceTable", "Pause…"));
    QVERIFY(m_world->click("pauseOpenEndButton"));
    QTest::qWait(50);
    QVERIFY(!pauseOf("Handbook"));
    m_world->find<QLineEdit>("messageInput")->setText(QStringLiteral("moving house"));
    QVERIFY(m_world->click("pauseOpenEndButton"));
    QTRY_VERIFY(pauseOf("Handbook"));
    QVERIFY(!pauseOf("Handbook")->until);
}

void SpacePageTest::severalSpacesArePausedAndResumed() {
    openFilled();
    auto *table = m_world->find<QTableView>("spaceTable");
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Handbook")));
    QVERIFY(!m_world->isShown("bulkBar"));
    table->selectAll();
    QVERIFY(m_world->textOf("bulkSentence").contains(QStringLiteral("1 of them paused")));
    QVERIFY(m_world->click("bulkPauseButton"));
    QVERIFY(m_world->message().contains(QStringLiteral("and 3 more")));
    QVERIFY(m_world->click("pauseHourButton"));
    for (const char *name : {"Handbook", "Product", "Sales"})
        QTRY_VERIFY(pauseOf(name) && pauseOf(name)->until);
    QTRY_VERIFY(m_world->textOf("bulkSentence").contains(QStringLiteral("8 of them paused")));
    QVERIFY(m_world->press("bulkResumeButton"));
    for (const char *name : {"Handbook", "Product", "Sales"})
        QTRY_VERIFY(!pauseOf(name));
    QTRY_VERIFY(!m_world->find<QAbstractButton>("bulkResumeButton")->isEnabled());
}

void SpacePageTest::aPauseCountsDown() {
    openFilled();
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Sales")));
    const auto sentence = [this] {
        const SpaceListModel &spaces = m_world->models.spaces;
        return spaces.sentenceOf(*spaces.find(SpaceId("0190a1b2-0000-7000-8000-000000000005")));
    };
    QVERIFY2(sentence().endsWith(QStringLiteral("3:56:50 left.")), qPrintable(sentence()));
    m_world->clock.pass(std::chrono::seconds(50));
    QTRY_VERIFY2(sentence().endsWith(QStringLiteral("3:56:00 left.")), qPrintable(sentence()));
}

void SpacePageTest::aSavedViewBringsFilterAndColumnsBack() {
    openFilled();
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

void SpacePageTest::aViewIsReplacedAndForgotten() {
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
    openFilled();
    m_world->models.views.setAll(rememberedViews(file));
    QVERIFY(chooseView({QStringLiteral("Forget"), QStringLiteral("Trouble")}));
    QVERIFY(m_world->models.views.all().isEmpty());
}

void SpacePageTest::aFailedRunIsTold() {
    openFilled();
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Product")));
    m_world->desks.failWith(Error{ErrorCode::Unavailable, "The disk is full."});
    QVERIFY(m_world->click("runButton"));
    QVERIFY(m_world->press("confirmRunButton"));
    QTRY_VERIFY(m_world->message().contains(QStringLiteral("the run failed. The disk is full.")));
}

void SpacePageTest::filtersNarrowTheList() {
    openFilled();
    auto *field = m_world->find<QLineEdit>("filterField");
    QTest::keyClicks(field, QStringLiteral("hand"));
    QTRY_COMPARE(m_world->rowsOf("spaceTable"), 1);
    QTest::keyClicks(field, QStringLiteral("xyz"));
    QTRY_COMPARE(m_world->textOf("emptySentence"), QStringLiteral("No space matches."));
    QVERIFY(m_world->click("emptyAction"));
    QTRY_COMPARE(m_world->rowsOf("spaceTable"), 8);
    QVERIFY(m_world->click(qPrintable(QStringLiteral("chip%1").arg(int(SpaceState::InSync)))));
    QTRY_COMPARE(m_world->rowsOf("spaceTable"), 1);
    QVERIFY(m_world->click("chip-1"));
    QTRY_COMPARE(m_world->rowsOf("spaceTable"), 8);
}

void SpacePageTest::anEmptyWikiSaysWhatToDo() {
    m_world->open();
    QTRY_COMPARE(m_world->textOf("emptySentence"), QStringLiteral("The wiki has no spaces yet."));
    QVERIFY(!m_world->click("runButton"));
    QVERIFY(!m_world->click("previewButton"));
}

void SpacePageTest::aFirstErrorOffersRetry() {
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
}

void SpacePageTest::oldRowsStayAndSayHowOldTheyAre() {
    openFilled();
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

void SpacePageTest::aPlanThatFailsSaysWhy() {
    openFilled();
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Handbook")));
    m_world->desks.failWith(Error{ErrorCode::Unavailable, "The page listing ended early at 300 of 412."});
    QVERIFY(m_world->click("previewButton"));
    QTRY_COMPARE(m_world->textOf("emptySentence"), QStringLiteral("The plan could not be built."));
    QVERIFY(m_world->textOf("emptyDetail").contains(QStringLiteral("300 of 412")));
}

void SpacePageTest::theDoctorSaysWhatToDo() {
    openFilled();
    m_world->window->openPage(MainWindow::PageName::Doctor);
    QTRY_COMPARE(m_world->rowsOf("doctorTable"), 3);
    QVERIFY(m_world->textOf("pageSentence").startsWith(QStringLiteral("Failing: 1. To look at: 1.")));
    QTRY_COMPARE(m_world->textOf("doctorAdvice"), QStringLiteral("Start Redis, or unset REDIS_URL."));
    QVERIFY(m_world->select("doctorTable", QStringLiteral("vault handbook")));
    QCOMPARE(m_world->textOf("doctorAdvice"), QStringLiteral("git switch main"));
    QVERIFY(m_world->click("copyCommandButton"));
    QCOMPARE(QGuiApplication::clipboard()->text(), QStringLiteral("git switch main"));
    QVERIFY(m_world->select("doctorTable", QStringLiteral("redis")));
    QVERIFY(!m_world->find<QPushButton>("copyCommandButton")->isVisible());
    QVERIFY(m_world->click("copyReportButton"));
    QVERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral("fail  redis:")));
    m_world->hang();
    QVERIFY(m_world->click("checkAgainButton"));
    QVERIFY(m_world->textOf("pageSentence").startsWith(QStringLiteral("Looking at")));
    QVERIFY(!m_world->click("checkAgainButton"));
    m_world->desks.release();
    QTRY_VERIFY(m_world->textOf("pageSentence").contains(QStringLiteral("As of")));
}

QTEST_MAIN(SpacePageTest)
#include "space_page_test.moc"
