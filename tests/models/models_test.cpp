#include "models/console_models.h"
#include "models/english_plurals.h"
#include "tests/fakes/fake_desks.h"

#include <QAbstractItemModelTester>
#include <QCoreApplication>
#include <QTest>

using namespace wikivault;

namespace {

const TimePoint kNow = *fromIso8601("2026-11-24T14:03:10.000Z");
const SpaceId kHandbook("0190a1b2-0000-7000-8000-000000000001");
const SpaceId kProduct("0190a1b2-0000-7000-8000-000000000006");

LogEntry line(int number) {
    return {kNow, LogLevel(number % 4), "line " + std::to_string(number)};
}

}  // namespace

/// Every model keeps Qt's contract while it changes, and says `?` where it does not know.
class ModelsTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QCoreApplication::installTranslator(&m_plurals);
        m_desks.fill();
    }
    void init();
    void cleanup();
    void plansKeepTheContract();
    void planGroupsAddUp();
    void conflictsKeepTheContract();
    void runsAndItemsKeepTheContract();
    void problemsComeFirst();
    void locksKeepTheContract();
    void theLogKeepsItsLimit();
    void everyRowHasAnIdAndEveryCellIsSpoken();

private:
    void watch(QAbstractItemModel &model) {
        m_testers.push_back(
            std::make_unique<QAbstractItemModelTester>(&model, QAbstractItemModelTester::FailureReportingMode::QtTest));
    }
    EnglishPlurals m_plurals;
    FakeDesks m_desks{kNow};
    std::unique_ptr<ConsoleModels> m_models;
    std::vector<std::unique_ptr<QAbstractItemModelTester>> m_testers;
};

void ModelsTest::init() {
    m_models = std::make_unique<ConsoleModels>();
    for (QAbstractItemModel *model : std::initializer_list<QAbstractItemModel *>{
             &m_models->spaces, &m_models->plan, &m_models->conflicts, &m_models->runs, &m_models->items,
             &m_models->locks, &m_models->log})
        watch(*model);
}

void ModelsTest::cleanup() {
    m_testers.clear();
    m_models.reset();
}

void ModelsTest::plansKeepTheContract() {
    PlanModel &plan = m_models->plan;
    plan.setPlans({{*m_desks.preview({kHandbook, {}, {}}, {}), *m_desks.preview({kProduct, {}, {}}, {})}}, kNow);
    QVERIFY(plan.rowCount() > 5);
    QCOMPARE(plan.spaces().size(), std::size_t(2));
    QCOMPARE(plan.examined(), 824);
    plan.clear();
    QCOMPARE(plan.rowCount(), 0);
    QVERIFY(!plan.texts(3).wiki && !plan.conflictOf(3));
}

void ModelsTest::planGroupsAddUp() {
    PlanModel &plan = m_models->plan;
    plan.setPlans({{*m_desks.preview({kHandbook, {}, {}}, {})}}, kNow);
    int grouped = 0;
    for (int group = 0; group <= int(PlanModel::Group::Held); ++group)
        grouped += plan.countOf(PlanModel::Group(group));
    QCOMPARE(grouped, plan.rowCount());
    QCOMPARE(plan.deletions().size(), plan.countOf(PlanModel::Group::Delete));
    for (int row = 0; row < plan.rowCount(); ++row)
        QCOMPARE(plan.conflictOf(row).has_value(),
                 plan.index(row, 0).data(GroupRole).toInt() == int(PlanModel::Group::Conflict));
}

void ModelsTest::conflictsKeepTheContract() {
    ConflictModel &conflicts = m_models->conflicts;
    conflicts.setConflicts(*m_desks.conflicts({}), kNow);
    QCOMPARE(conflicts.undecided(), 3);
    const PageId first = conflicts.conflicts().front().page;
    conflicts.noteDecision(first);
    QCOMPARE(conflicts.undecided(), 2);
    conflicts.setDetail(*m_desks.conflict(first));
    QVERIFY(conflicts.detail());
    auto rest = *m_desks.conflicts({});
    rest.erase(rest.begin());
    conflicts.setConflicts(rest, kNow);  // settled: the decision and the open texts go with it
    QCOMPARE(conflicts.undecided(), 2);
    QVERIFY(!conflicts.detail());
}

void ModelsTest::runsAndItemsKeepTheContract() {
    RunListModel &runs = m_models->runs;
    runs.setRuns(*m_desks.runs({}), kNow);
    QCOMPARE(runs.rowCount(), 14);
    runs.setNow(kNow + std::chrono::minutes(5));
    QVERIFY(runs.find(RunId("1842")));
    QVERIFY(!runs.find(RunId("7")));
    QVERIFY(RunListModel::why(*runs.find(RunId("1842"))).contains(QStringLiteral("before release")));
    QVERIFY(RunListModel::sentence(*runs.find(RunId("1838"))).contains(QStringLiteral("refused the password")));
    m_models->items.setRun(RunId("1842"), *m_desks.items(RunId("1842")), kNow);
    QCOMPARE(m_models->items.rowCount(), 4);
    m_models->items.setRun(RunId("7"), {}, kNow);
    QCOMPARE(m_models->items.rowCount(), 0);
    runs.setRuns({}, kNow);
    QCOMPARE(runs.rowCount(), 0);
}

void ModelsTest::problemsComeFirst() {
    m_models->items.setRun(RunId("1842"), *m_desks.items(RunId("1842")), kNow);
    QCOMPARE(m_models->items.index(0, RunItemModel::Result).data(GroupRole).toInt(), int(Outcome::Failed));
    QVERIFY(m_models->items.index(0, RunItemModel::Note).data().toString().contains(QStringLiteral("callout2")));
}

void ModelsTest::locksKeepTheContract() {
    LockModel &locks = m_models->locks;
    locks.setLocks(*m_desks.locks(), kNow);
    QCOMPARE(locks.rowCount(), 3);
    locks.setNow(kNow + std::chrono::seconds(20));
    QCOMPARE(*locks.left(*locks.at(0)), std::chrono::milliseconds(6000));
    locks.setNow(kNow + std::chrono::seconds(90));
    QCOMPARE(*locks.left(*locks.at(0)), std::chrono::milliseconds(0));
    QVERIFY(!locks.left(*locks.at(2)));
    QCOMPARE(locks.index(2, LockModel::Expires).data().toString(), QStringLiteral("no expiry"));
    locks.setLocks({}, kNow);
    QCOMPARE(locks.rowCount(), 0);
    QVERIFY(!locks.at(0));
}

void ModelsTest::theLogKeepsItsLimit() {
    LogModel &log = m_models->log;
    log.append({line(1), line(2), line(3)});
    QCOMPARE(log.rowCount(), 3);
    std::vector<LogEntry> many;
    for (int i = 0; i < int(LogModel::kLimit) + 50; ++i)
        many.push_back(line(i));
    log.append(many);
    QCOMPARE(log.rowCount(), int(LogModel::kLimit));
    QCOMPARE(log.index(log.rowCount() - 1, LogModel::Text).data().toString(),
             QStringLiteral("line %1").arg(LogModel::kLimit + 49));
    log.append({line(7)});
    QCOMPARE(log.rowCount(), int(LogModel::kLimit));
}

void ModelsTest::everyRowHasAnIdAndEveryCellIsSpoken() {
    m_models->spaces.setRows(*m_desks.spaces({}), kNow);
    m_models->plan.setPlans({{*m_desks.preview({kHandbook, {}, {}}, {})}}, kNow);
    m_models->conflicts.setConflicts(*m_desks.conflicts({}), kNow);
    m_models->runs.setRuns(*m_desks.runs({}), kNow);
    m_models->locks.setLocks(*m_desks.locks(), kNow);
    for (const QAbstractItemModel *model : std::initializer_list<const QAbstractItemModel *>{
             &m_models->spaces, &m_models->plan, &m_models->conflicts, &m_models->runs, &m_models->locks}) {
        for (int row = 0; row < model->rowCount(); ++row) {
            QVERIFY2(!model->index(row, 0).data(IdRole).toString().isEmpty(), model->metaObject()->className());
            for (int column = 0; column < model->columnCount(); ++column) {
                const QModelIndex cell = model->index(row, column);
                QVERIFY(cell.data(Qt::DisplayRole).toString().isEmpty() ||
                        !cell.data(Qt::AccessibleTextRole).toString().isEmpty());
                QVERIFY(!model->headerData(column, Qt::Horizontal, Qt::DisplayRole).toString().isEmpty());
            }
        }
    }
}

QTEST_GUILESS_MAIN(ModelsTest)
#include "models_test.moc"
