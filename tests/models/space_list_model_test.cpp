#include "models/space_list_model.h"
#include "models/cell.h"
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

}  // namespace

/// The list of spaces says what it knows, from when, and `?` where it does not know.
class SpaceListModelTest : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QCoreApplication::installTranslator(&m_plurals);
        m_desks.fill();
    }
    void init() { m_spaces = std::make_unique<SpaceListModel>(); }
    void spacesKeepTheContract();
    void unknownCountsAreQuestionMarks();
    void aSpaceNobodyHasLookedAtIsUnknown();
    void aLookGrowsOld();
    void aRunInProgressShowsInItsRow();
    void aFailedReadKeepsTheRows();
    void filtersSearchAndGroup();
    void filtersSortByValueNotByText();

private:
    [[nodiscard]] std::vector<SpaceRow> rows() { return *m_desks.spaces({}); }
    EnglishPlurals m_plurals;
    FakeDesks m_desks{kNow};
    std::unique_ptr<SpaceListModel> m_spaces;
};

void SpaceListModelTest::spacesKeepTheContract() {
    SpaceListModel &spaces = *m_spaces;
    FilterModel filter(spaces);
    const QAbstractItemModelTester listTester(&spaces, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const QAbstractItemModelTester filterTester(&filter, QAbstractItemModelTester::FailureReportingMode::QtTest);
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
}

void SpaceListModelTest::unknownCountsAreQuestionMarks() {
    SpaceListModel &spaces = *m_spaces;
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

void SpaceListModelTest::aSpaceNobodyHasLookedAtIsUnknown() {
    SpaceListModel &spaces = *m_spaces;
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

void SpaceListModelTest::aLookGrowsOld() {
    SpaceListModel &spaces = *m_spaces;
    spaces.setRows(rows(), kNow);
    const SpaceRow &product = *spaces.find(kProduct);
    const int row = int(&product - spaces.rows().data());
    const auto toGit = [&] { return spaces.index(row, SpaceListModel::ToGit).data().toString(); };
    spaces.setPending(kProduct, {4, 0, 0});
    spaces.setNow(kNow + std::chrono::minutes(9));
    QCOMPARE(spaces.stateOf(product), SpaceState::Pending);
    QCOMPARE(toGit(), QStringLiteral("4"));
    QSignalSpy changes(&spaces, &QAbstractItemModel::dataChanged);
    spaces.setNow(kNow + std::chrono::minutes(11));
    QVERIFY(changes.front().at(2).value<QList<int>>().contains(int(GroupRole)));  // the filters hear of it
    QCOMPARE(spaces.stateOf(product), SpaceState::Unknown);
    QCOMPARE(toGit(), QStringLiteral("?"));
    QVERIFY2(spaces.sentenceOf(product).startsWith(QStringLiteral("Not looked at since ")) &&
                 spaces.sentenceOf(product).endsWith(QStringLiteral("The preview found 4 changes to git.")),
             qPrintable(spaces.sentenceOf(product)));
    QVERIFY(!spaces.pendingOf(kProduct));
    spaces.setFollowed(true);  // every change would have been heard of
    QCOMPARE(spaces.stateOf(product), SpaceState::Pending);
    spaces.setFollowed(false);
    spaces.forgetPending(kProduct);
    QCOMPARE(spaces.stateOf(product), SpaceState::Unknown);
    spaces.setPending(kProduct, {});
    QCOMPARE(spaces.stateOf(product), SpaceState::InSync);
}

void SpaceListModelTest::aRunInProgressShowsInItsRow() {
    SpaceListModel &spaces = *m_spaces;
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

void SpaceListModelTest::aFailedReadKeepsTheRows() {
    SpaceListModel &spaces = *m_spaces;
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

void SpaceListModelTest::filtersSearchAndGroup() {
    m_spaces->setRows(rows(), kNow);
    FilterModel filter(*m_spaces);
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

void SpaceListModelTest::filtersSortByValueNotByText() {
    m_spaces->setRows(rows(), kNow);
    m_spaces->setPending(kHandbook, {10, 0, 0});
    m_spaces->setPending(kProduct, {9, 0, 0});
    FilterModel filter(*m_spaces);
    filter.sort(SpaceListModel::ToGit, Qt::DescendingOrder);
    QCOMPARE(filter.index(0, SpaceListModel::ToGit).data().toString(), QStringLiteral("10"));
    QCOMPARE(filter.index(1, SpaceListModel::ToGit).data().toString(), QStringLiteral("9"));
    filter.sort(SpaceListModel::State);
    QCOMPARE(filter.index(0, SpaceListModel::State).data(GroupRole).toInt(), int(SpaceState::Failing));
}

QTEST_GUILESS_MAIN(SpaceListModelTest)
#include "space_list_model_test.moc"
