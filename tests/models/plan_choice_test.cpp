#include "models/guard_words.h"
#include "models/plan_model.h"
#include "tests/fakes/fake_desks.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace wikivault;

namespace {
const SpaceId kHandbook("0190a1b2-0000-7000-8000-000000000001");
const TimePoint kNow = *fromIso8601("2026-11-24T14:03:10.000Z");
}  // namespace

/// What of a plan is to be done: pages as a whole, the guard's list only when it was allowed, results by page.
class PlanChoiceTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        FakeDesks desks(kNow);
        desks.fill();
        m_plan = *desks.preview({kHandbook, {}, {}}, {});
        m_plan.hash = "hash";
        Item rename = m_plan.items.front();  // the same page, a second change
        rename.action = Action::Rename;
        m_plan.items.push_back(rename);
        m_model = std::make_unique<PlanModel>([](const SpaceId &) { return QStringLiteral("Handbook"); });
        m_tester = std::make_unique<QAbstractItemModelTester>(m_model.get());
        m_model->setPlans({{m_plan}}, kNow);
    }
    void cleanup() {
        m_tester.reset();
        m_model.reset();
    }

    void everythingIsTakenButWhatWaits() {
        QCOMPARE(m_model->taken(), m_model->takeable());
        QCOMPARE(m_model->taken(), m_model->rowCount() - m_model->countOf(PlanModel::Group::Conflict) -
                                       m_model->countOf(PlanModel::Group::Held) -
                                       m_model->countOf(PlanModel::Group::Guarded));
        QVERIFY(m_model->orders().size() == 1 && m_model->orders().front().skip.empty());
        QVERIFY(!m_model->orders().front().approveGuard);
    }

    void aPageOfAnUndoCountsOnce() {
        QVERIFY(!m_model->isUndo());
        Plan undo;
        undo.space = kHandbook;
        undo.undoOf = RunId("4");
        undo.items = {m_plan.items.front(), m_plan.items.front()};
        undo.items.front().direction = Direction::WikiToGit;
        undo.items.back().direction = Direction::GitToWiki;
        m_model->setPlans({{undo}}, kNow);
        QVERIFY(m_model->isUndo());
        QCOMPARE(m_model->taken(), 2);
        QCOMPARE(m_model->takenPages(), 1);
    }

    void aPageIsLeftOutAsAWhole() {
        const int all = m_model->taken();
        QSignalSpy told(m_model.get(), &PlanModel::choiceChanged);
        QVERIFY(m_model->setData(m_model->index(0, PlanModel::Taken), Qt::Unchecked, Qt::CheckStateRole));
        QCOMPARE(m_model->taken(), all - 2);
        QCOMPARE(told.count(), 1);
        const PlanOrder order = m_model->orders().front();
        QVERIFY(order.skip == std::set<std::string>{subjectOf(m_plan.items.front())});
        QVERIFY(order.plan.texts.empty());
    }

    void aPageIsTurnedRoundAndBack() {
        QVERIFY(!m_model->canFlip(1));  // a new page has no other side
        const QString way = m_model->index(0, PlanModel::Way).data().toString();
        m_model->flip(0);
        QVERIFY(m_model->isFlipped(0));
        QVERIFY(m_model->index(0, PlanModel::Way).data().toString() != way);
        QVERIFY(m_model->index(0, PlanModel::Note).data().toString().contains(QStringLiteral("Settled by people")));
        QCOMPARE(m_model->flips().size(), 1);
        const PlanOrder order = m_model->orders().front();
        const bool toGit = m_plan.items.front().direction == Direction::WikiToGit;
        QVERIFY(order.flips.at(*m_plan.items.front().page) == (toGit ? Side::Git : Side::Wiki));
        m_model->take({0}, false);
        QVERIFY(m_model->flips().isEmpty() && m_model->orders().front().flips.empty());
        m_model->flip(0);
        QVERIFY(!m_model->isFlipped(0) && m_model->flips().isEmpty());
    }

    void aPlanOfWhichNothingIsTakenIsNoOrder() {
        std::vector<int> rows;
        for (int row = 0; row < m_model->rowCount(); ++row)
            rows.push_back(row);
        m_model->take(rows, false);
        QCOMPARE(m_model->taken(), 0);
        QVERIFY(m_model->orders().empty());
        QVERIFY(m_model->effects() == QStringList{QStringLiteral("Nothing to do")});
    }

    void theGuardsListIsTakenOnlyWhenAllowed() {
        const int before = m_model->taken(), deletions = int(m_model->deletions().size());
        QCOMPARE(m_model->guarded().size(), 1);
        m_model->setApproved(true);
        QCOMPARE(m_model->taken(), before + 1);
        QCOMPARE(m_model->deletions().size(), deletions + 1);
        QVERIFY(m_model->orders().front().approveGuard);
        m_model->setApproved(false);
        QCOMPARE(m_model->taken(), before);
        m_model->setApproved(true);
        m_model->setPlans({{m_plan}}, kNow);  // another look is another list
        QVERIFY(!m_model->isApproved());
    }

    void filesSetAsideAreTakenOnceAllowed() {
        Item aside;
        aside.path = "Laptop ~git.md";
        aside.direction = Direction::GitToWiki;
        aside.action = Action::Create;
        aside.outcome = Outcome::Held;
        aside.reason = Reason::Guard;
        m_plan.items = {aside};
        m_model->setPlans({{m_plan}}, kNow);
        QVERIFY(m_model->orders().empty() && m_model->guarded().size() == 1);
        m_model->setApproved(true);
        QCOMPARE(m_model->taken(), 1);
        QVERIFY(approvesGuarded(m_model->orders().front(), aside));
    }

    void whatTheGuardHoldsIsPutBackAtOnce() {
        const int before = m_model->taken(), deletions = int(m_model->deletions().size());
        const GuardWords words = guardWords(m_model->plans());
        QCOMPARE(words.putBack, QStringLiteral("Keep the pages, restore the files"));
        QVERIFY2(words.why.contains(QStringLiteral("deletes 1 wiki page(s) of 412")), qPrintable(words.why));
        m_model->putBack(true);
        QCOMPARE(m_model->putBackCount(), 1);
        QVERIFY(m_model->guarded().isEmpty() && m_model->flips().isEmpty());
        QCOMPARE(m_model->taken(), before + 1);
        QCOMPARE(int(m_model->deletions().size()), deletions);
        const PlanOrder order = m_model->orders().front();
        QVERIFY(!order.approveGuard && order.flips.size() == 1);
        QVERIFY(order.flips.begin()->second == Side::Wiki);
        m_model->putBack(false);
        QCOMPARE(m_model->guarded().size(), 1);
        QCOMPARE(m_model->taken(), before);
        QVERIFY(m_model->orders().front().flips.empty());
    }

    void whatHasNoOtherSideStaysHeld() {
        for (auto &[page, sides] : m_plan.expects)
            sides.wiki.reset();
        m_model->setPlans({{m_plan}}, kNow);
        QVERIFY(guardWords(m_model->plans()).putBack.isEmpty());
        m_model->putBack(true);
        QCOMPARE(m_model->putBackCount(), 0);
        QCOMPARE(m_model->guarded().size(), 1);
    }

    void aWaitingRowHasNoBox() {
        for (int row = 0; row < m_model->rowCount(); ++row) {
            const QModelIndex cell = m_model->index(row, PlanModel::Taken);
            const auto group = PlanModel::Group(cell.data(GroupRole).toInt());
            const bool waits = group == PlanModel::Group::Conflict || group == PlanModel::Group::Held ||
                               group == PlanModel::Group::Guarded;
            QCOMPARE(cell.data(Qt::CheckStateRole).isValid(), !waits);
            QCOMPARE(m_model->setData(cell, Qt::Checked, Qt::CheckStateRole), !waits);
        }
    }

    void whatAFileDoesNotGetAnyMoreIsLeftOut() {
        Item stale = m_plan.items.front();
        stale.outcome = Outcome::Held;
        stale.reason = Reason::Stale;
        const int all = m_model->taken();
        m_model->setPlans({{m_plan}, {QStringLiteral("/tmp/plan.json"), {stale}}}, kNow);
        QCOMPARE(m_model->taken(), all - 2);
        QCOMPARE(m_model->pagesBecause(Reason::Stale), QStringList(QStringLiteral("Laptop")));
    }

    void aReportIsShownOnlyBesideItsOwnPlan() {
        RunReport report;
        report.space = kHandbook;
        report.ran = true;
        report.items = {m_plan.items.front()};
        m_model->setReport(report, "another hash");
        QVERIFY(!m_model->isCarriedOut());
        m_model->setReport(report, "hash");
        QVERIFY(m_model->isCarriedOut());
        QCOMPARE(m_model->index(0, PlanModel::Result).data().toString(), QStringLiteral("Done"));
        QVERIFY(!m_model->index(0, PlanModel::Taken).data(Qt::CheckStateRole).isValid());
    }

private:
    Plan m_plan;
    std::unique_ptr<PlanModel> m_model;
    std::unique_ptr<QAbstractItemModelTester> m_tester;
};

QTEST_GUILESS_MAIN(PlanChoiceTest)
#include "plan_choice_test.moc"
