#include "tests/bench/bench_tick.h"

#include "app/common/composition.h"
#include "engine/runtime/poller.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <ctime>
#include <thread>

namespace wikivault::bench {

namespace {

/// Passes everything on, and counts.
class CountingDesk final : public SpaceDesk {
public:
    explicit CountingDesk(SpaceDesk &desk) : m_desk(desk) {}
    Result<std::vector<SpaceRow>> spaces(std::stop_token stop) override { return m_desk.spaces(std::move(stop)); }
    Result<> setEnabled(const SpaceId &space, bool enabled) override { return m_desk.setEnabled(space, enabled); }
    Result<> setPause(const SpaceId &space, const std::optional<Pause> &pause) override {
        return m_desk.setPause(space, pause);
    }
    RunReport sync(const RunRequest &request, const ProgressSink &progress, std::stop_token stop) override {
        RunReport report = m_desk.sync(request, progress, std::move(stop));
        ++runs;
        return report;
    }
    Result<Plan> preview(const PlanRequest &request, std::stop_token stop) override {
        return m_desk.preview(request, std::move(stop));
    }
    Result<std::vector<WatchedSpace>> watch(std::stop_token stop) override {
        auto found = m_desk.watch(std::move(stop));
        ++looks;
        return found;
    }
    std::atomic<int> runs = 0, looks = 0;

private:
    SpaceDesk &m_desk;
};

double cpuSeconds() {
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

double wallSeconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double median(std::vector<double> values) {
    std::ranges::nth_element(values, values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2));
    return values[values.size() / 2];
}

/// A driver whose clock is turned by hand; its files are watched by nobody, and nobody changes them.
class Ticker {
public:
    explicit Ticker(Composition &composition)
        : m_inner(composition.desks().spaces),
          m_desk(m_inner),
          m_poller(m_desk, {.enabled = true, .quiet = {}},
                   {{}, [] { return false; }, [](const SpaceId &) { return true; }}),
          m_service(m_desk, SyncService::kMaxLanes, events()),
          m_now(composition.ports().clock().now()) {}

    /// Until what it began has ended.
    void tick(std::chrono::milliseconds time) {
        m_now += time;
        const int before = m_desk.looks;
        do {  // the look before this one may still be letting go of the poller
            m_poller.tick(m_service, m_now);
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
        } while (m_desk.looks == before && m_poller.problem().empty());
        do  // what is due is submitted after the list was read
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        while (!m_service.isIdle());
    }
    [[nodiscard]] CountingDesk &desk() { return m_desk; }
    [[nodiscard]] std::string problem() const { return m_problem.empty() ? m_poller.problem() : m_problem; }

private:
    SyncEvents events() {
        SyncEvents events;
        events.started = [this](const RunRequest &request) { m_poller.noteBegun(request); };
        events.finished = [this](const RunReport &report) {
            if (!report.error.empty()) m_problem = report.error;
            m_poller.noteFinished(report, m_now);
        };
        return events;
    }

    SpaceDesk &m_inner;
    CountingDesk m_desk;
    std::string m_problem;
    Poller m_poller;
    SyncService m_service;
    TimePoint m_now;
};

struct Cost {
    double cpu, wall;
};

Cost costOf(Ticker &ticker, std::chrono::milliseconds time) {
    constexpr std::size_t kTimes = 9;
    std::vector<double> cpu, wall;
    for (std::size_t i = 0; i < kTimes; ++i) {
        const double cpuBefore = cpuSeconds(), wallBefore = wallSeconds();
        ticker.tick(time);
        cpu.push_back(cpuSeconds() - cpuBefore);
        wall.push_back(wallSeconds() - wallBefore - 0.02);
    }
    return {median(cpu), median(wall)};
}

}  // namespace

Tick measureTicks(const Place &place, const sql::EmbeddedContent &wiki) {
    Composition composition(settingsFor(place, wiki.users.front().id), "ctl");
    Ticker ticker(composition);
    const SchedulePolicy policy;
    for (int before = -1; before != ticker.desk().runs && ticker.problem().empty();) {
        before = ticker.desk().runs;
        ticker.tick(2 * policy.interval);
    }
    Tick tick;
    tick.problem = ticker.problem();
    if (!tick.problem.empty()) return tick;
    const int looks = ticker.desk().looks, runs = ticker.desk().runs;
    const Cost look = costOf(ticker, policy.interval);
    tick.cpuSeconds = look.cpu;
    tick.wallSeconds = look.wall;
    tick.looks = ticker.desk().looks - looks;
    tick.runs = ticker.desk().runs - runs;
    tick.problem = ticker.problem();
    return tick;
}

}  // namespace wikivault::bench
