#include "models/console_models.h"
#include "models/english_plurals.h"
#include "models/filter_model.h"
#include "tests/fakes/fake_desks.h"

#include <QAbstractItemModelTester>
#include <QCoreApplication>
#include <QSignalSpy>
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
    void spacesKeepTheContract();
    void unknownCountsAreQuestionMarks();
    void aSpaceNobodyHasLookedAtIsUnknown();
    void aRunInProgressShowsInItsRow();
    void plansKeepTheContract();
    void planGroupsAddUp();
    void conflictsKeepTheContract();
    void runsAndItemsKeepTheContract();
    void problemsComeFirst();
    void locksKeepTheContract();
    void theLogKeepsItsLimit();
    void aFailedReadKeepsTheRows();
    void everyRowHasAnIdAndEveryCellIsSpoken();
    void filtersSearchAndGroup();
    void filtersSortByValueNotByText();

private:
    void watch(QAbstractItemModel &model) {
        m_testers.push_back(
            std::make_unique<QAbstractItemModelTester>(&model, QAbstractItemModelTester::FailureReportingMode::QtTest));
    }
    [[nodiscard]] std::vector<SpaceRow> rows() { return *m_desks.spaces({}); }
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

void ModelsTest::spacesKeepTheContract() {
    SpaceListModel &spaces = m_models->spaces;
    FilterModel filter(spaces);
    watch(filter);
    spaces.setRows(rows(), kNow);
    QCOMPARE(spaces.rowCount(), 8);
    QSignalSpy resets(&spaces, &QAbstractItemModel::modelReset);
    auto same = rows();
    same.front().sentence = "Changed.";
    spaces.setRows(same, kNow);
    QCOMPARE(resets.count(), 0);  // the same spaces keep their selection
    same.pop_back();
    spaces.setRows(same, kNow);
    QCOMPARE(resets.count(), 1);
    spaces.setRows({}, kNow);
    QCOMPARE(spaces.rowCount(), 0);
    m_testers.pop_back();
}

void ModelsTest::unknownCountsAreQuestionMarks() {
    SpaceListModel &spaces = m_models->spaces;
    spaces.setRows(rows(), kNow);
    const auto shown = [&](int column) { return spaces.index(0, column).data().toString(); };
    QCOMPARE(shown(SpaceListModel::ToGit), QStringLiteral("?"));
    spaces.setPending(kHandbook, {7, 3, 0});
    QCOMPARE(shown(SpaceListModel::ToGit), QStringLiteral("7"));
    QCOMPARE(shown(SpaceListModel::ToWiki), QStringLiteral("3"));
    spaces.forgetPending(kHandbook);
    QCOMPARE(shown(SpaceListModel::ToWiki), QStringLiteral("?"));
    // A space that is in sync has nothing to do until a preview knows better.
    QCOMPARE(spaces.stateOf(*spaces.find(kProduct)), SpaceState::InSync);
    spaces.setPending(kProduct, {1, 0, 0});
    QCOMPARE(spaces.stateOf(*spaces.find(kProduct)), SpaceState::Pending);
    QCOMPARE(spaces.sentenceOf(*spaces.find(kProduct)), QStringLiteral("The preview found 1 change to git."));
}

void ModelsTest::aSpaceNobodyHasLookedAtIsUnknown() {
    SpaceListModel &spaces = m_models->spaces;
    spaces.setSession(kNow + std::chrono::seconds(1));
    spaces.setRows(rows(), kNow);
    const SpaceRow &product = *spaces.find(kProduct);
    const int row = int(&product - spaces.rows().data());
    QCOMPARE(spaces.stateOf(product), SpaceState::Unknown);
    QVERIFY2(spaces.sentenceOf(product).startsWith(QStringLiteral("Not looked at yet")),
             qPrintable(spaces.sentenceOf(product)));
    QCOMPARE(spaces.index(row, SpaceListModel::ToGit).data().toString(), QStringLiteral("?"));
    spaces.setPending(kProduct, {0, 0, 0});
    QCOMPARE(spaces.stateOf(product), SpaceState::InSync);
    QCOMPARE(spaces.sentenceOf(product), QStringLiteral("The preview found both sides equal."));
    spaces.forgetPending(kProduct);
    spaces.setKeptElsewhere(true);
    QCOMPARE(spaces.stateOf(product), SpaceState::InSync);
    spaces.setKeptElsewhere(false);
    QCOMPARE(spaces.stateOf(product), SpaceState::Unknown);
    auto later = rows();
    later[std::size_t(row)].lastSuccess = kNow + std::chrono::minutes(1);  // it ran meanwhile
    spaces.setRows(later, kNow);
    QCOMPARE(spaces.stateOf(*spaces.find(kProduct)), SpaceState::InSync);
    // What does not claim to be in sync says what it always said.
    QCOMPARE(spaces.stateOf(spaces.rows().front()), SpaceState::Pending);
}

void ModelsTest::aRunInProgressShowsInItsRow() {
    SpaceListModel &spaces = m_models->spaces;
    spaces.setRows(rows(), kNow);
    RunProgress progress;
    progress.space = kProduct;
    progress.phase = "writing pages to wiki";
    progress.done = 12;
    progress.total = 40;
    spaces.setProgress(progress);
    QCOMPARE(spaces.stateOf(*spaces.find(kProduct)), SpaceState::Running);
    QCOMPARE(spaces.sentenceOf(*spaces.find(kProduct)), QStringLiteral("writing pages to wiki 12/40"));
    spaces.clearProgress(kProduct);
    QCOMPARE(spaces.stateOf(*spaces.find(kProduct)), SpaceState::InSync);
}

void ModelsTest::plansKeepTheContract() {
    PlanModel &plan = m_models->plan;
    plan.setPlans({*m_desks.preview({kHandbook, {}, {}}, {}), *m_desks.preview({kProduct, {}, {}}, {})}, kNow);
    QVERIFY(plan.rowCount() > 5);
    QCOMPARE(plan.spaces().size(), std::size_t(2));
    QCOMPARE(plan.examined(), 824);
    plan.clear();
    QCOMPARE(plan.rowCount(), 0);
    QVERIFY(!plan.texts(3).wiki && !plan.conflictOf(3));
}

void ModelsTest::planGroupsAddUp() {
    PlanModel &plan = m_models->plan;
    plan.setPlans({*m_desks.preview({kHandbook, {}, {}}, {})}, kNow);
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
    QCOMPARE(runs.rowCount(), 6);
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

void ModelsTest::aFailedReadKeepsTheRows() {
    SpaceListModel &spaces = m_models->spaces;
    spaces.setRows(rows(), kNow);
    spaces.failLoad({ErrorCode::Unavailable, "Connection refused."});
    QCOMPARE(spaces.load().phase, Load::Phase::Failed);
    QCOMPARE(spaces.rowCount(), 8);
    QCOMPARE(spaces.load().asOf, std::optional(kNow));
    QVERIFY(spaces.load().error.contains(QStringLiteral("Connection refused.")));
    spaces.setRows(rows(), kNow + std::chrono::minutes(1));
    QCOMPARE(spaces.load().phase, Load::Phase::Ready);
    QVERIFY(spaces.load().error.isEmpty());
}

void ModelsTest::everyRowHasAnIdAndEveryCellIsSpoken() {
    m_models->spaces.setRows(rows(), kNow);
    m_models->plan.setPlans({*m_desks.preview({kHandbook, {}, {}}, {})}, kNow);
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

void ModelsTest::filtersSearchAndGroup() {
    m_models->spaces.setRows(rows(), kNow);
    FilterModel filter(m_models->spaces);
    filter.setText(QStringLiteral("  PASSWORD "));
    QCOMPARE(filter.rowCount(), 1);
    QCOMPARE(filter.sourceRow(filter.index(0, 0)), 2);
    filter.setGroups({int(SpaceState::InSync)});
    QCOMPARE(filter.rowCount(), 0);
    filter.setText({});
    QCOMPARE(filter.rowCount(), 2);
    filter.setGroups({});
    QCOMPARE(filter.rowCount(), 8);
}

void ModelsTest::filtersSortByValueNotByText() {
    m_models->spaces.setRows(rows(), kNow);
    m_models->spaces.setPending(kHandbook, {10, 0, 0});
    m_models->spaces.setPending(kProduct, {9, 0, 0});
    FilterModel filter(m_models->spaces);
    filter.sort(SpaceListModel::ToGit, Qt::DescendingOrder);
    QCOMPARE(filter.index(0, SpaceListModel::ToGit).data().toString(), QStringLiteral("10"));
    QCOMPARE(filter.index(1, SpaceListModel::ToGit).data().toString(), QStringLiteral("9"));
    filter.sort(SpaceListModel::State);
    QCOMPARE(filter.index(0, SpaceListModel::State).data(GroupRole).toInt(), int(SpaceState::Failing));
}

QTEST_GUILESS_MAIN(ModelsTest)
#include "models_test.moc"
