#pragma once

#include "engine/runtime/poller.h"
#include "tests/fakes/fake_space_desk.h"

#include <atomic>
#include <future>
#include <memory>

namespace wikivault::test {

using namespace std::chrono_literals;

inline SchedulePolicy on() {
    SchedulePolicy policy;
    policy.enabled = true;
    return policy;
}

/// A poller, its service and a clock that moves when told.
class Rig {
public:
    explicit Rig(const SchedulePolicy &policy, std::function<bool()> elsewhere = {})
        : poller(desk, policy,
                 {std::move(elsewhere), [this] { return told.load(); },
                  [this](const SpaceId &) { return covered.load(); }}),
          service(desk, 2, events()) {}

    /// One tick at `later` than the previous one, and everything it sets off.
    void tick(std::chrono::milliseconds later) {
        m_now = m_now.load() + later;
        const int finished = settle();
        poller.tick(service, m_now);
        settle();
        m_finishedInTick = m_finished - finished;
    }
    /// The `nth` run of space "a", `what` while it is on, and time for one more.
    void duringRun(int nth, const std::function<void()> &what) {
        desk.hold("a");
        poller.tick(service, now());
        desk.waitForRuns("a", nth);
        what();
        desk.release("a");
        tick(10ms);
        tick(3s);
    }
    /// Waits until both job lanes are idle.
    void settleJobs() {
        const auto first = std::make_shared<std::promise<void>>(), second = std::make_shared<std::promise<void>>();
        const std::shared_future<void> both = second->get_future().share();
        service.post([first, both](const std::stop_token &) {
            first->set_value();
            both.wait();
        });
        service.post([second](const std::stop_token &) { second->set_value(); });
        first->get_future().wait();
        both.wait();
    }
    int finishedInTick() const { return m_finishedInTick; }
    TimePoint now() const { return m_now; }

    FakeSpaceDesk desk;
    std::atomic_bool told = false;     ///< a feed says that it tells all
    std::atomic_bool covered = false;  ///< and of the vaults as well
    Poller poller;
    SyncService service;

private:
    SyncEvents events() {
        SyncEvents events;
        events.started = [this](const RunRequest &request) { poller.noteBegun(request); };
        events.finished = [this](const RunReport &report) {
            poller.noteFinished(report, m_now);
            ++m_finished;
        };
        return events;
    }
    int settle() {
        settleJobs();
        for (const char *space : {"a", "b", "off", "paused"})
            while (service.isBusy(SpaceId(space)))
                std::this_thread::yield();
        return m_finished;
    }

    std::atomic<TimePoint> m_now{TimePoint(1000h)};
    std::atomic_int m_finished = 0;
    int m_finishedInTick = 0;
};

}  // namespace wikivault::test
