#include "engine/runtime/sync_service.h"

#include <algorithm>
#include <exception>
#include <utility>

namespace wikivault {

namespace {

/// Previews and lists for the window never wait behind runs.
constexpr std::size_t kJobLanes = 2;

/// What a person ordered exactly is done exactly.
bool joins(const RunRequest &first, const RunRequest &second) {
    return !first.order && !second.order && first.remoteAct == second.remoteAct &&
           first.remoteBranch == second.remoteBranch;
}

/// One request that does what both ask for; a person's request outranks the poll's.
RunRequest joined(RunRequest first, const RunRequest &second) {
    if (first.isAutomatic() && !second.isAutomatic()) {
        first.trigger = second.trigger;
        first.reason = second.reason;
    } else if (first.reason.empty() && !second.isAutomatic()) {
        first.reason = second.reason;
    }
    first.full = first.full || second.full;
    first.named = first.named || second.named;
    if (first.only != second.only) first.only.clear();
    if (first.onlyPage != second.onlyPage) first.onlyPage.reset();
    return first;
}

RunReport cancelledReport(const SpaceId &space) {
    RunReport report;
    report.space = space;
    report.cancelled = true;
    return report;
}

}  // namespace

SyncService::SyncService(SpaceDesk &desk, std::size_t lanes, SyncEvents events, Gate mayBegin)
    : m_desk(desk),
      m_events(std::move(events)),
      m_mayBegin(std::move(mayBegin)),
      m_jobs(kJobLanes),
      m_lanes(std::clamp<std::size_t>(lanes, 1, kMaxLanes)) {}

SyncService::~SyncService() {
    // Both before either is gone: work on one may ask for work on the other.
    m_jobs.shutDown();
    m_lanes.shutDown();
}

void SyncService::submit(const RunRequest &request) {
    std::shared_ptr<Run> run;
    {
        const std::lock_guard lock(m_mutex);
        std::shared_ptr<Run> &known = m_runs[request.space];
        if (known) {
            const bool waits = !known->begun && !known->stop.stop_requested();
            RunRequest *last = !known->later.empty() ? &known->later.back() : waits ? &known->request : nullptr;
            if (last && joins(*last, request))
                *last = joined(*last, request);
            else
                known->later.push_back(request);
            return;
        }
        known = std::make_shared<Run>();
        known->request = request;
        run = known;
    }
    enqueue(run);
}

void SyncService::enqueue(const std::shared_ptr<Run> &run) {
    m_lanes.post([this, run](const std::stop_token &shutDown) { execute(run, shutDown); });
}

void SyncService::cancel(const SpaceId &space) {
    std::shared_ptr<Run> waiting;
    std::stop_source stop{std::nostopstate};
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_runs.find(space);
        if (found == m_runs.end()) return;
        found->second->later.clear();
        stop = found->second->stop;
        if (!found->second->begun) waiting = found->second;
    }
    stop.request_stop();  // what it calls knows nothing of our lock
    // Not left to the lanes: they may be busy for long, and a cancelled run needs none.
    if (waiting) m_jobs.post([this, waiting](const std::stop_token &shutDown) { execute(waiting, shutDown); });
}

bool SyncService::isBusy(const SpaceId &space) const {
    const std::lock_guard lock(m_mutex);
    return m_runs.contains(space);
}

bool SyncService::isIdle() const {
    const std::lock_guard lock(m_mutex);
    return m_runs.empty();
}

void SyncService::execute(const std::shared_ptr<Run> &run, const std::stop_token &shutDown) {
    const std::stop_callback onShutDown(shutDown, [&run] { run->stop.request_stop(); });
    RunRequest request;
    {
        const std::lock_guard lock(m_mutex);
        if (run->begun) return;
        run->begun = true;
        request = run->request;
    }
    const std::stop_token stop = run->stop.get_token();
    if (!stop.stop_requested() && isDropped(request)) return conclude(run);
    if (m_events.started) m_events.started(request);
    const RunReport report = stop.stop_requested() ? cancelledReport(request.space) : runOnce(request, stop);
    if (m_events.finished) m_events.finished(report);
    conclude(run);
}

bool SyncService::isDropped(const RunRequest &request) {
    if (!m_mayBegin || m_mayBegin(request)) return false;
    if (m_events.dropped) m_events.dropped(request);
    return true;
}

RunReport SyncService::runOnce(const RunRequest &request, const std::stop_token &stop) {
    const ProgressSink progress = [this](const RunProgress &step) {
        if (m_events.progress) m_events.progress(step);
    };
    try {
        return m_desk.sync(request, progress, stop);
    } catch (const std::exception &problem) {
        RunReport report;
        report.space = request.space;
        report.error = "The run broke off: " + std::string(problem.what()) +
                       ". Nothing more was written; the next run starts from what is there.";
        return report;
    }
}

void SyncService::conclude(const std::shared_ptr<Run> &run) {
    std::shared_ptr<Run> next;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_runs.find(run->request.space);
        if (!run->later.empty()) {
            next = std::make_shared<Run>();
            next->request = std::move(run->later.front());
            run->later.pop_front();
            next->later = std::exchange(run->later, {});
            found->second = next;
        } else {
            m_runs.erase(found);
        }
    }
    if (next) enqueue(next);
}

std::stop_source SyncService::post(WorkerPool::Job job) {
    return m_jobs.post([this, job = std::move(job)](const std::stop_token &stop) {
        try {
            job(stop);
        } catch (const std::exception &problem) {
            if (m_events.problem) m_events.problem("A background job broke off: " + std::string(problem.what()) + ".");
        }
    });
}

std::stop_source SyncService::preview(const SpaceId &space, std::function<void(Result<Plan>)> done) {
    return m_jobs.post([this, space, done = std::move(done)](const std::stop_token &stop) {
        Result<Plan> plan = fail(ErrorCode::Cancelled, "The preview was cancelled.");
        try {
            if (!stop.stop_requested()) plan = m_desk.preview({space, {}, {}}, stop);
        } catch (const std::exception &problem) {
            plan = fail(ErrorCode::Corrupt, "The preview broke off: " + std::string(problem.what()) + ".");
        }
        done(std::move(plan));
    });
}

}  // namespace wikivault
