#include "engine/runtime/sync_service.h"

#include "tests/fakes/fake_space_desk.h"

#include <QTest>

#include <algorithm>
#include <atomic>
#include <future>
#include <stdexcept>

using namespace wikivault;

namespace {

/// What a service told, in order; `finished a`, `cancelled a`.
class Told {
public:
    SyncEvents events() {
        SyncEvents events;
        events.started = [this](const RunRequest &request) { note("started " + request.space.str()); };
        events.progress = [this](const RunProgress &step) { note("progress " + step.space.str()); };
        events.finished = [this](const RunReport &report) {
            if (!report.error.empty()) note("error " + report.error);
            note((report.cancelled ? "cancelled " : "finished ") + report.space.str());
        };
        events.dropped = [this](const RunRequest &request) { note("dropped " + request.space.str()); };
        events.problem = [this](const std::string &sentence) { note(sentence); };
        return events;
    }
    void waitFor(const std::string &line, int times = 1) {
        std::unique_lock lock(m_mutex);
        m_moved.wait(lock, [&] { return std::count(m_lines.begin(), m_lines.end(), line) >= times; });
    }
    std::vector<std::string> lines() {
        const std::lock_guard lock(m_mutex);
        return m_lines;
    }

private:
    void note(const std::string &line) {
        const std::lock_guard lock(m_mutex);
        m_lines.push_back(line);
        m_moved.notify_all();
    }
    std::mutex m_mutex;
    std::condition_variable m_moved;
    std::vector<std::string> m_lines;
};

RunRequest of(const std::string &space, const std::string &trigger = "manual") {
    RunRequest request;
    request.space = SpaceId(space);
    request.trigger = trigger;
    return request;
}

using Lines = std::vector<std::string>;

}  // namespace

class SyncServiceTest : public QObject {
    Q_OBJECT

private slots:
    void aRunIsToldInOrder() {
        FakeSpaceDesk desk;
        Told told;
        SyncService service(desk, 4, told.events());
        service.submit(of("a"));
        told.waitFor("finished a");
        QVERIFY((told.lines() == Lines{"started a", "progress a", "finished a"}));
    }

    void anOrderedPlanHasARunOfItsOwn() {
        FakeSpaceDesk desk;
        Told told;
        SyncService service(desk, 1, told.events());
        desk.hold("b");
        service.submit(of("b"));
        desk.waitForRuns("b", 1);
        service.submit(of("a", "poll"));  // waits for the lane
        RunRequest order = of("a", "apply");
        order.order.emplace();
        order.order->plan.hash = "ordered";
        service.submit(order);
        service.submit(of("a"));
        service.submit(of("a"));
        desk.release("b");
        told.waitFor("finished a", 3);
        QVERIFY((desk.triggersOf("a") == Lines{"poll", "apply ordered", "manual"}));
    }

    void whatIsAskedOfTheRemoteIsNotLostInAnotherRun() {
        FakeSpaceDesk desk;
        Told told;
        SyncService service(desk, 1, told.events());
        desk.hold("b");
        service.submit(of("b"));
        desk.waitForRuns("b", 1);
        service.submit(of("a", "poll"));  // waits for the lane
        RunRequest push = of("a", "push");
        push.remoteAct = RemoteAct::Push;
        service.submit(push);
        push.remoteBranch = "side";
        service.submit(push);
        service.submit(push);
        desk.release("b");
        told.waitFor("finished a", 3);
        QVERIFY((desk.triggersOf("a") == Lines{"poll", "push", "push"}));
        QCOMPARE(desk.lastRequest("a").remoteBranch, std::string("side"));
    }

    void whatMayNotBeginAnyMoreIsDropped() {
        FakeSpaceDesk desk;
        Told told;
        std::atomic_bool drives = true;
        SyncService service(desk, 1, told.events(),
                            [&drives](const RunRequest &request) { return request.named || drives; });
        desk.hold("b");
        const auto polled = [](const char *space) {
            RunRequest request = of(space, "poll");
            request.named = false;
            return request;
        };
        service.submit(polled("b"));
        desk.waitForRuns("b", 1);
        service.submit(polled("b"));  // once more afterwards
        service.submit(polled("a"));
        service.submit(polled("c"));
        service.submit(of("c"));  // a person wants it too
        drives = false;
        desk.release("b");
        told.waitFor("dropped a");
        told.waitFor("dropped b");
        told.waitFor("finished c");
        QCOMPARE(desk.runsOf("a"), 0);
        QCOMPARE(desk.runsOf("b"), 1);  // the one that was on came to its end
        QCOMPARE(desk.runsOf("c"), 1);
        while (!service.isIdle())
            std::this_thread::yield();
        drives = true;
        service.submit(polled("a"));
        told.waitFor("finished a");
    }

    void oneRunPerSpaceAndARerunAfterIt() {
        FakeSpaceDesk desk;
        Told told;
        SyncService service(desk, 4, told.events());
        desk.hold("a");
        service.submit(of("a", "poll"));
        desk.waitForRuns("a", 1);
        RunRequest full = of("a");
        full.full = true;
        full.only = "Folder/*";
        service.submit(of("a", "poll"));
        service.submit(full);
        service.submit(of("a", "poll"));
        QCOMPARE(desk.runsOf("a"), 1);
        QVERIFY(service.isBusy(SpaceId("a")));
        desk.release("a");
        told.waitFor("finished a", 2);
        QCOMPARE(desk.runsOf("a"), 2);
        QVERIFY(!desk.everOverlapped());
        const RunRequest last = desk.lastRequest("a");
        QVERIFY(last.full && last.only.empty());
        QCOMPARE(last.trigger, std::string("manual"));
    }

    void requestsThatWaitAreJoined() {
        FakeSpaceDesk desk;
        Told told;
        SyncService service(desk, 1, told.events());
        desk.hold("a");
        service.submit(of("a"));
        desk.waitForRuns("a", 1);
        for (int i = 0; i < 5; ++i)
            service.submit(of("b"));
        desk.release("a");
        told.waitFor("finished b");
        QCOMPARE(desk.runsOf("b"), 1);
    }

    void spacesRunInParallelUpToTheLanes() {
        FakeSpaceDesk desk;
        Told told;
        SyncService service(desk, 100, told.events());
        const Lines names{"a", "b", "c", "d", "e", "f"};
        for (const std::string &name : names)
            desk.hold(name);
        for (const std::string &name : names)
            service.submit(of(name));
        for (const char *name : {"a", "b", "c", "d"})
            desk.waitForRuns(name, 1);
        QCOMPARE(desk.runsOf("e"), 0);
        for (const std::string &name : names)
            desk.release(name);
        for (const std::string &name : names)
            told.waitFor("finished " + name);
        QCOMPARE(desk.mostAtOnce(), 4);
    }

    void cancelBeforeTheRunBegins() {
        FakeSpaceDesk desk;
        Told told;
        SyncService service(desk, 1, told.events());
        desk.hold("a");
        service.submit(of("a"));
        desk.waitForRuns("a", 1);
        service.submit(of("b"));
        service.cancel(SpaceId("b"));
        told.waitFor("cancelled b");  // although the only lane is busy
        QCOMPARE(desk.runsOf("b"), 0);
        desk.release("a");
        told.waitFor("finished a");
    }

    void cancelBetweenRunsForgetsTheRerun() {
        FakeSpaceDesk desk;
        Told told;
        SyncService service(desk, 2, told.events());
        service.cancel(SpaceId("a"));  // nothing to cancel
        desk.hold("a");
        service.submit(of("a"));
        desk.waitForRuns("a", 1);
        service.submit(of("a"));
        service.cancel(SpaceId("a"));
        told.waitFor("cancelled a");
        desk.release("a");
        service.submit(of("b"));
        told.waitFor("finished b");
        QCOMPARE(desk.runsOf("a"), 1);
    }

    void cancelDuringARunStopsItAndOnlyIt() {
        FakeSpaceDesk desk;
        Told told;
        SyncService service(desk, 2, told.events());
        desk.hold("a");
        desk.hold("b");
        service.submit(of("a"));
        service.submit(of("b"));
        desk.waitForRuns("a", 1);
        desk.waitForRuns("b", 1);
        service.cancel(SpaceId("a"));
        told.waitFor("cancelled a");
        desk.release("b");
        told.waitFor("finished b");
        desk.release("a");
        service.submit(of("a"));
        told.waitFor("finished a");  // a cancelled space can run again
    }

    void aThrowingDeskIsAReport() {
        FakeSpaceDesk desk;
        Told told;
        SyncService service(desk, 1, told.events());
        desk.throwInRunsOf("a");
        service.submit(of("a"));
        told.waitFor("finished a");
        QVERIFY(told.lines()[2].starts_with("error The run broke off: the desk fell over."));
        service.submit(of("b"));
        told.waitFor("finished b");
    }

    void jobsAndPreviewsDoNotWaitForRuns() {
        FakeSpaceDesk desk;
        Told told;
        SyncService service(desk, 1, told.events());
        desk.hold("a");
        service.submit(of("a"));
        desk.waitForRuns("a", 1);
        std::promise<std::string> plan;
        service.preview(SpaceId("b"), [&plan](const Result<Plan> &made) { plan.set_value(made->space.str()); });
        QCOMPARE(plan.get_future().get(), std::string("b"));
        std::promise<bool> stopped;
        std::stop_source stop = service.post([&stopped](const std::stop_token &token) {
            while (!token.stop_requested())
                std::this_thread::yield();
            stopped.set_value(true);
        });
        stop.request_stop();
        QVERIFY(stopped.get_future().get());
        service.post([](const std::stop_token &) { throw std::runtime_error("no luck"); });
        told.waitFor("A background job broke off: no luck.");
        desk.release("a");
        told.waitFor("finished a");
    }

    void destructionCancelsAndJoins() {
        FakeSpaceDesk desk;
        Told told;
        std::atomic_int done = 0;
        {
            SyncService service(desk, 1, told.events());
            desk.hold("a");
            service.submit(of("a"));
            service.submit(of("b"));
            desk.waitForRuns("a", 1);
            service.submit(of("a"));
            service.post([&done](const std::stop_token &token) {
                while (!token.stop_requested())
                    std::this_thread::yield();
                ++done;
            });
        }
        const Lines lines = told.lines();
        QVERIFY(std::find(lines.begin(), lines.end(), "cancelled a") != lines.end());
        QCOMPARE(desk.runsOf("a"), 1);
        QCOMPARE(desk.runsOf("b"), 0);
        QVERIFY(done <= 1);
    }

    void manyThreadsMayAskAtOnce() {
        FakeSpaceDesk desk;
        Told told;
        {
            SyncService service(desk, 4, told.events());
            std::vector<std::jthread> askers;
            for (int i = 0; i < 4; ++i)
                askers.emplace_back([&service, i] {
                    for (int n = 0; n < 200; ++n) {
                        const std::string space(1, static_cast<char>('a' + (n + i) % 3));
                        service.submit(of(space));
                        if (n % 7 == 0) service.cancel(SpaceId(space));
                        if (n % 11 == 0 && service.isBusy(SpaceId(space))) std::this_thread::yield();
                    }
                });
            askers.clear();
            service.submit(of("last"));
            told.waitFor("finished last");
        }
        QVERIFY(!desk.everOverlapped());
    }
};

QTEST_GUILESS_MAIN(SyncServiceTest)
#include "sync_service_test.moc"
