#include "tests/ui/own_window.h"
#include "ui/compare_view.h"
#include "ui/confirm_dialog.h"

#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>

using namespace wikivault;

/// The plan of a space: both directions, texts, deletions, attachments, what stands there when it fails.
class PlanPageTest : public OwnWindow {
    Q_OBJECT

private slots:
    void previewShowsBothDirectionsAndRunsNothing();
    void aPlannedPageShowsItsTextsSideBySide();
    void deletionsAreListedBeforeTheRun();
    void productionWantsTheNameTyped();
    void aPlanNamesTheAttachmentsOfTheNextRun();
    void aPlanWithoutAttachmentsOffersNoList();
    void aPlanThatFailsSaysWhy();
    void aRunElsewhereMakesAPlanOld();
    void otherSpellingsOfTheSameWordsAreFolded();

private:
    [[nodiscard]] int runsOf(int number) const {
        return m_world->desks.runsOf(SpaceId("0190a1b2-0000-7000-8000-00000000000" + std::to_string(number)));
    }
    void openPlanOfHandbook() {
        m_world->openFilled();
        previewHandbook();
    }
    void previewHandbook() {
        QVERIFY(m_world->select("spaceTable", QStringLiteral("Handbook")));
        QVERIFY(m_world->click("previewButton"));
        QTRY_VERIFY(m_world->isShown("planTable") && m_world->rowsOf("planTable") > 0);
    }
};

void PlanPageTest::previewShowsBothDirectionsAndRunsNothing() {
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

void PlanPageTest::aPlannedPageShowsItsTextsSideBySide() {
    openPlanOfHandbook();
    QVERIFY(m_world->select("planTable", QStringLiteral("Laptop"), PlanModel::Page));
    auto *diff = m_world->find<CompareView>("compareView");
    QTRY_VERIFY(diff->message().isEmpty() && diff->shownRows() > 3);
    const QModelIndex note = m_world->find<QTableView>("planTable")->currentIndex().siblingAtColumn(PlanModel::Note);
    QCOMPARE(note.data().toString(), QStringLiteral(u"+3 −2"));
    QCOMPARE(note.data(Qt::AccessibleTextRole).toString(), QStringLiteral("lines new: 3, gone: 2"));
    QVERIFY2(m_world->textOf("planRemark").isEmpty(), "the numbers stand in the list");
    QVERIFY(m_world->select("planTable", QStringLiteral("Travel"), PlanModel::Page));
    QTRY_VERIFY(diff->message().contains(QStringLiteral("Both sides changed")));
    QVERIFY(m_world->click("reviewButton"));
    QTRY_VERIFY(m_world->isShown("conflictReview"));
}

void PlanPageTest::aRunElsewhereMakesAPlanOld() {
    openPlanOfHandbook();
    const auto note = [this] {
        const auto *bar = m_world->find<MessageBar>("planNote");
        return bar->isVisible() ? bar->text() : QString();
    };
    QVERIFY2(note().isEmpty(), qPrintable(note()));
    std::vector<SpaceRow> rows = m_world->models.spaces.rows();
    const SpaceId handbook("0190a1b2-0000-7000-8000-000000000001");
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto &one) { return one.space.id == handbook; });
    RunRecord run;
    run.space = handbook;
    run.outcome = "done";
    run.endedAt = m_world->clock.now() + std::chrono::minutes(1);
    row->lastRun = run;
    m_world->models.spaces.setRows(rows, *run.endedAt);
    QVERIFY2(note().isEmpty(), "that run changed nothing");
    row->lastRun->pull.written = 1;
    m_world->models.spaces.setRows(rows, *run.endedAt);
    QVERIFY2(note().startsWith(QStringLiteral("A run has changed what this plan is about: Handbook at ")),
             qPrintable(note()));
    QVERIFY(m_world->click("recomputeButton"));
}

void PlanPageTest::otherSpellingsOfTheSameWordsAreFolded() {
    const SpaceId handbook("0190a1b2-0000-7000-8000-000000000001");
    Plan plan;
    plan.planId = "spelling";
    plan.space = handbook;
    plan.madeAt = m_world->clock.now();
    const auto add = [&plan](const char *path, const char *before, const char *after) {
        Item item;
        item.page = PageId("0190a1b2-9009-7000-8000-00000000000" + std::to_string(plan.items.size()));
        item.path = path;
        item.direction = Direction::GitToWiki;
        item.action = Action::Update;
        item.before = item.after = BlobId();
        item.before->bytes[0] = std::uint8_t(1 + 2 * plan.items.size());
        item.after->bytes[0] = std::uint8_t(2 + 2 * plan.items.size());
        plan.texts[*item.before] = before;
        plan.texts[*item.after] = after;
        plan.items.push_back(item);
    };
    add("Blanks.md", "* one\n* two\n\nend\n", "- one\n- two\n\n\nend  \n");
    add("Words.md", "a_b - c\n", "a-b _ c\n");
    m_world->filled();
    m_world->desks.setPlan(plan);
    m_world->open();
    m_world->window->lookAt({handbook});
    QTRY_COMPARE(m_world->rowsOf("planTable"), 1);
    QVERIFY(m_world->select("planTable", QStringLiteral("Words"), PlanModel::Page));
    auto *check = m_world->find<QAbstractButton>("formatOnlyCheck");
    QCOMPARE(check->text(), QStringLiteral("Show 1 format-only"));
    QVERIFY(m_world->find<QAbstractButton>("applyButton")->text().contains(QStringLiteral("2 changes")));
    check->click();
    QTRY_COMPARE(m_world->rowsOf("planTable"), 2);
}

void PlanPageTest::deletionsAreListedBeforeTheRun() {
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

void PlanPageTest::productionWantsTheNameTyped() {
    Settings settings = worldSettings();
    settings.environment = "production";
    m_world->openFilled(settings);
    m_world->models.state.unlockWrites();
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

void PlanPageTest::aPlanNamesTheAttachmentsOfTheNextRun() {
    m_world->openFilled();
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

void PlanPageTest::aPlanWithoutAttachmentsOffersNoList() {
    openPlanOfHandbook();
    QVERIFY(!m_world->isShown("forecastButton"));
    QVERIFY(!m_world->textOf("pageSentence").contains(QStringLiteral("Attachments")));
}

void PlanPageTest::aPlanThatFailsSaysWhy() {
    m_world->openFilled();
    QVERIFY(m_world->select("spaceTable", QStringLiteral("Handbook")));
    m_world->desks.failWith(Error{ErrorCode::Unavailable, "The page listing ended early at 300 of 412."});
    QVERIFY(m_world->click("previewButton"));
    QTRY_COMPARE(m_world->textOf("emptySentence"), QStringLiteral("The plan could not be built."));
    QVERIFY(m_world->textOf("emptyDetail").contains(QStringLiteral("300 of 412")));
}

QTEST_MAIN(PlanPageTest)
#include "plan_page_test.moc"
