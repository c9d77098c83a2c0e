#include "app/ctl/http_control.h"
#include "app/ctl/run_watch.h"

#include <QTest>

using namespace wikivault;
using ctl::RunWatch;

/// What the runs of a driver tell about their spaces, and who waits for them.
class CtlRunWatchTest : public QObject {
    Q_OBJECT

private slots:
    void runningInvisible();
    void lockHeldLastsUntilACycleRuns();
    void whoComesDuringARunWaitsForTheNext();
    void secretsAreCompared();

private:
    [[nodiscard]] RunReport report(SkipReason skipped = SkipReason::None) const {
        RunReport made;
        made.space = m_space;
        made.skipped = skipped;
        made.ran = skipped == SkipReason::None;
        return made;
    }
    const SpaceId m_space{"0190a000-0000-7000-8000-000000000001"};
    const TimePoint m_first{std::chrono::milliseconds(1000)}, m_second{std::chrono::milliseconds(2000)};
};

void CtlRunWatchTest::runningInvisible() {
    RunWatch watch;
    QVERIFY(!watch.stateOf(m_space).runningSince);
    watch.noteBegun(m_space, m_first);
    QVERIFY(watch.stateOf(m_space).runningSince == m_first);
    watch.noteFinished(report(), m_second);
    QVERIFY(!watch.stateOf(m_space).runningSince);
}

void CtlRunWatchTest::lockHeldLastsUntilACycleRuns() {
    RunWatch watch;
    for (const TimePoint now : {m_first, m_second}) {
        watch.noteBegun(m_space, now);
        watch.noteFinished(report(SkipReason::LockHeld), now);
        QVERIFY(watch.stateOf(m_space).lockHeldSince == m_first);
    }
    watch.noteFinished(report(), m_second);
    QVERIFY(!watch.stateOf(m_space).lockHeldSince);
}

void CtlRunWatchTest::whoComesDuringARunWaitsForTheNext() {
    RunWatch watch;
    std::string told;
    watch.noteBegun(m_space, m_first);
    watch.await(m_space, [&](const RunReport &) { told += "a"; });
    watch.await(m_space, [&](const RunReport &) { told += "b"; });
    watch.noteFinished(report(), m_second);
    QCOMPARE(told, std::string());
    watch.noteBegun(m_space, m_second);
    watch.noteFinished(report(), m_second);
    QCOMPARE(told, std::string("ab"));
    watch.noteBegun(m_space, m_second);
    watch.noteFinished(report(), m_second);
    QCOMPARE(told, std::string("ab"));
}

void CtlRunWatchTest::secretsAreCompared() {
    QVERIFY(ctl::isSameSecret("0123456789abcdef", "0123456789abcdef"));
    for (const char *other : {"", "0123456789abcdeF", "0123456789abcde", "0123456789abcdef "})
        QVERIFY(!ctl::isSameSecret(other, "0123456789abcdef"));
    QVERIFY(!ctl::isSameSecret("", ""));
}

QTEST_GUILESS_MAIN(CtlRunWatchTest)
#include "ctl_run_watch_test.moc"
