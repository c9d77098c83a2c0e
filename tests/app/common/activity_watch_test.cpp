#include "app/common/activity_watch.h"
#include "tests/fakes/fake_desks.h"

#include <QTest>

using namespace wikivault;

namespace {

const TimePoint kNow = *fromIso8601("2026-11-24T14:00:00.000Z");
const SpaceId kSpace("0190a1b2-0000-7000-8000-000000000001");

/// Keeps it in memory; counts how often it was written.
class KeptActivity final : public ActivityStore {
public:
    Result<std::vector<Activity>> activity() override { return all; }
    Result<> keepActivity(const std::vector<Activity> &now) override {
        ++writes;
        if (isFull) return fail(ErrorCode::Unavailable, "no space left on the device");
        all = now;
        return {};
    }
    std::vector<Activity> all;
    int writes = 0;
    bool isFull = false;
};

}  // namespace

/// What a look at the spaces finds, and when it is believed to be solved.
class ActivityWatchTest : public QObject {
    Q_OBJECT

private slots:
    void init() {
        m_desks = std::make_unique<FakeDesks>(kNow);
        m_store = std::make_unique<KeptActivity>();
    }
    void cleanup() { m_watch.reset(); }
    void failuresCountFromTheFirst();
    void aFailureEndsWithARunThatSucceedsOnly();
    void conflictsStayWhileRunsFail();
    void theGuardIsReadFromTheItems();
    void unseenTextsAreListedUntilSomebodyLooks();
    void whatIsNotKnownStays();
    void onlyALockHeldForLongIsStuck();
    void nothingIsWrittenWhileNothingChanges();
    void itIsRememberedByAnotherWatch();
    void aGlanceKeepsNothing();
    void aFullDiskDoesNotHideAnything();
    void aSpaceThatIsGoneNeedsNobody();

private:
    [[nodiscard]] static RunRecord run(int number, const char *outcome, int minutesAgo) {
        RunRecord run;
        run.id = RunId(std::to_string(number));
        run.space = kSpace;
        run.outcome = outcome;
        run.startedAt = kNow - std::chrono::minutes(minutesAgo);
        return run;
    }
    [[nodiscard]] static SpaceRow row(SpaceState state, const RunRecord &last) {
        SpaceRow row;
        row.space.id = kSpace;
        row.state = state;
        row.sentence = "Refused.";
        row.lastRun = last;
        return row;
    }
    [[nodiscard]] ActivityChange look(const std::vector<SpaceRow> &rows,
                                      const std::optional<std::vector<SettledSummary>> &settled = {}) {
        if (!m_watch) m_watch = std::make_unique<ActivityWatch>(*m_desks, m_store.get());
        return m_watch->look({rows, settled}, kNow).value();
    }
    std::unique_ptr<FakeDesks> m_desks;
    std::unique_ptr<KeptActivity> m_store;
    std::unique_ptr<ActivityWatch> m_watch;
};

void ActivityWatchTest::failuresCountFromTheFirst() {
    m_desks->addRun(run(1, "done", 90), {});
    m_desks->addRun(run(2, "failed", 60), {});
    m_desks->addRun(run(3, "skipped", 50), {});
    m_desks->addRun(run(4, "failed", 10), {});
    const auto change = look({row(SpaceState::Failing, run(4, "failed", 10))});
    QCOMPARE(change.begun.size(), std::size_t(1));
    const Activity &failure = change.begun.front();
    QCOMPARE(failure.kind, ActivityKind::Failing);
    QCOMPARE(failure.count, 2);
    QCOMPARE(failure.since, kNow - std::chrono::minutes(60));
    QVERIFY(failure.run == RunId("4"));
    QCOMPARE(failure.detail, std::string("Refused."));
}

void ActivityWatchTest::aFailureEndsWithARunThatSucceedsOnly() {
    m_desks->addRun(run(2, "failed", 60), {});
    QCOMPARE(look({row(SpaceState::Failing, run(2, "failed", 60))}).begun.size(), std::size_t(1));
    QVERIFY(look({row(SpaceState::Running, run(3, "running", 0))}).solved.empty());
    QVERIFY(look({row(SpaceState::Paused, run(2, "failed", 60))}).solved.empty());
    QVERIFY(look({row(SpaceState::Pending, run(3, "cancelled", 1))}).solved.empty());
    QCOMPARE(look({row(SpaceState::InSync, run(4, "done", 0))}).solved.size(), std::size_t(1));
}

void ActivityWatchTest::conflictsStayWhileRunsFail() {
    RunRecord held = run(1, "problems", 30);
    held.conflicts = 2;
    QCOMPARE(look({row(SpaceState::Conflicts, held)}).begun.size(), std::size_t(1));
    const auto failed = look({row(SpaceState::Failing, run(2, "failed", 5))});
    QCOMPARE(failed.begun.size(), std::size_t(1));
    QVERIFY(failed.solved.empty());
    const auto done = look({row(SpaceState::InSync, run(3, "done", 0))});
    QCOMPARE(done.solved.size(), std::size_t(2));
}

void ActivityWatchTest::theGuardIsReadFromTheItems() {
    Item held;
    held.reason = Reason::Guard;
    m_desks->addRun(run(1, "problems", 3), {held, held, {}});
    const auto change = look({row(SpaceState::Pending, run(1, "problems", 3))});
    QCOMPARE(change.begun.size(), std::size_t(1));
    QCOMPARE(change.begun.front().kind, ActivityKind::Guard);
    QCOMPARE(change.begun.front().count, 2);
}

void ActivityWatchTest::unseenTextsAreListedUntilSomebodyLooks() {
    SettledSummary lost;
    lost.space = kSpace;
    lost.rule = "git-wins";
    lost.loser = "wiki";
    lost.run = "7";
    lost.at = kNow - std::chrono::hours(2);
    SettledSummary byPerson = lost;
    byPerson.rule = "person";
    const SpaceRow quiet = row(SpaceState::InSync, run(1, "done", 3));
    const auto change = look({quiet}, std::vector{lost, byPerson});
    QCOMPARE(change.begun.size(), std::size_t(1));
    QCOMPARE(change.begun.front().count, 1);
    QCOMPARE(change.begun.front().since, lost.at);
    lost.seen = true;
    QCOMPARE(look({quiet}, std::vector{lost, byPerson}).solved.size(), std::size_t(1));
}

void ActivityWatchTest::whatIsNotKnownStays() {
    SettledSummary lost;
    lost.space = kSpace;
    lost.rule = "git-wins";
    lost.loser = "wiki";
    const SpaceRow quiet = row(SpaceState::InSync, run(1, "done", 3));
    QCOMPARE(look({quiet}, std::vector{lost}).begun.size(), std::size_t(1));
    const auto change = look({quiet});
    QVERIFY(change.solved.empty() && change.begun.empty());
    QCOMPARE(change.all.size(), std::size_t(1));
}

void ActivityWatchTest::onlyALockHeldForLongIsStuck() {
    SpaceRow locked = row(SpaceState::Blocked, run(1, "done", 30));
    locked.lock.emplace();
    locked.lock->host = "srv1";
    locked.lock->since = kNow - std::chrono::minutes(4);
    QVERIFY(look({locked}).all.empty());
    locked.lock->since = kNow - std::chrono::minutes(6);
    QCOMPARE(look({locked}).begun.front().kind, ActivityKind::StuckLock);
    locked.lock.reset();
    QCOMPARE(look({locked}).solved.size(), std::size_t(1));
}

void ActivityWatchTest::nothingIsWrittenWhileNothingChanges() {
    const SpaceRow quiet = row(SpaceState::InSync, run(1, "done", 3));
    static_cast<void>(look({quiet}));
    QVERIFY(m_store->writes <= 1 && m_store->all.empty());
    RunRecord held = run(2, "problems", 3);
    held.conflicts = 1;
    static_cast<void>(look({row(SpaceState::Conflicts, held)}));
    const int writes = m_store->writes;
    QCOMPARE(m_store->all.size(), std::size_t(1));
    static_cast<void>(look({row(SpaceState::Conflicts, held)}));
    QCOMPARE(m_store->writes, writes);
}

void ActivityWatchTest::itIsRememberedByAnotherWatch() {
    RunRecord held = run(2, "problems", 3);
    held.conflicts = 1;
    QCOMPARE(look({row(SpaceState::Conflicts, held)}).begun.size(), std::size_t(1));
    m_watch.reset();
    const auto again = look({row(SpaceState::Conflicts, held)});
    QVERIFY(again.begun.empty());
    QCOMPARE(again.all.size(), std::size_t(1));
}

void ActivityWatchTest::aGlanceKeepsNothing() {
    RunRecord held = run(2, "problems", 3);
    held.conflicts = 1;
    ActivityWatch watch(*m_desks, m_store.get());
    const ActivityWatch::Seen seen{{row(SpaceState::Conflicts, held)}, {}};
    QCOMPARE(watch.glance(seen, kNow)->begun.size(), std::size_t(1));
    QCOMPARE(watch.glance(seen, kNow)->begun.size(), std::size_t(1));
    QCOMPARE(m_store->writes, 0);
}

void ActivityWatchTest::aFullDiskDoesNotHideAnything() {
    m_store->isFull = true;
    RunRecord held = run(2, "problems", 3);
    held.conflicts = 1;
    QCOMPARE(look({row(SpaceState::Conflicts, held)}).begun.size(), std::size_t(1));
    const auto again = look({row(SpaceState::Conflicts, held)});
    QVERIFY(again.begun.empty());  // told once all the same
    QCOMPARE(again.all.size(), std::size_t(1));
}

void ActivityWatchTest::aSpaceThatIsGoneNeedsNobody() {
    RunRecord held = run(2, "problems", 3);
    held.conflicts = 1;
    static_cast<void>(look({row(SpaceState::Conflicts, held)}));
    QCOMPARE(look({}).solved.size(), std::size_t(1));
}

QTEST_APPLESS_MAIN(ActivityWatchTest)
#include "activity_watch_test.moc"
