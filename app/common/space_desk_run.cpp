#include "app/common/either_stop.h"
#include "app/common/phase_clock.h"
#include "app/common/remote_runs.h"
#include "app/common/run_end.h"
#include "app/common/run_log.h"
#include "app/common/space_desk.h"
#include "app/common/space_state.h"
#include "engine/run/undo.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace wikivault {

namespace {

constexpr int kTriesWhenMoved = 3;  ///< a person may move main while we look at it

/// Frees a space for the next run of this process when the run ends, however it ends.
class RunSlot {
public:
    RunSlot(std::mutex &mutex, std::set<SpaceId> &running, const SpaceId &space)
        : m_mutex(mutex),
          m_running(running),
          m_space(space) {
        const std::scoped_lock guard(m_mutex);
        m_taken = m_running.insert(space).second;
    }
    ~RunSlot() {
        if (!m_taken) return;
        const std::scoped_lock guard(m_mutex);
        m_running.erase(m_space);
    }
    RunSlot(const RunSlot &) = delete;
    RunSlot &operator=(const RunSlot &) = delete;
    [[nodiscard]] bool isTaken() const { return m_taken; }

private:
    std::mutex &m_mutex;
    std::set<SpaceId> &m_running;
    const SpaceId m_space;
    bool m_taken = false;
};

RunReport skippedReport(const SpaceId &space, SkipReason reason) {
    RunReport report;
    report.space = space;
    report.skipped = reason;
    return report;
}

RunReport failedReport(const SpaceId &space, const Error &error) {
    RunReport report;
    report.space = space;
    report.error = error.detail;
    report.cancelled = error.code == ErrorCode::Cancelled;
    return report;
}

/// What waits for a person waits through many polls: one row in the journal tells it.
bool repeatsTheLast(RunJournal &journal, const RunRecord &record, const RunReport &report) {
    const auto isDone = [](const Item &item) { return item.outcome == Outcome::Done; };
    if (!report.ran || report.items.empty() || record.mainBefore != record.mainAfter) return false;
    if (std::any_of(report.items.begin(), report.items.end(), isDone)) return false;
    const auto runs = journal.runs({record.space, 2});
    if (!runs) return false;
    const auto last =
        std::find_if(runs->begin(), runs->end(), [&](const RunRecord &other) { return other.id != record.id; });
    if (last == runs->end() || last->outcome != record.outcome || last->mainAfter != record.mainAfter ||
        last->agreedAfter != record.agreedAfter || last->conflicts != record.conflicts)
        return false;
    const auto items = journal.items(last->id);
    return items && *items == report.items;
}

std::string outcomeWord(const RunReport &report) {
    if (report.skipped != SkipReason::None) return "skipped";
    if (report.cancelled) return "cancelled";
    if (!report.ran) return "failed";
    return exitCodeOf({report}, true) == 0 ? "done" : "problems";
}

CycleRequest cycleRequest(const Space &space, const RunRequest &request, const Settings &settings, const RunId &run) {
    CycleRequest cycle;
    cycle.space = space;
    cycle.run = run;
    cycle.full = request.full;
    cycle.automatic = request.isAutomatic();
    cycle.only = request.only;
    cycle.onlyPage = request.onlyPage;
    cycle.policy = settings.policyFor(space.id.str(), space.slug);
    cycle.openPages = settings.openPagesFor(space.id.str(), space.slug);
    cycle.pushOnly = request.remoteAct == RemoteAct::Push;
    cycle.followRemote = request.remoteAct == RemoteAct::Follow;
    cycle.remoteBranch = request.remoteBranch;
    cycle.attachmentLimit = std::int64_t{settings.attachmentLimitMb} * 1'000'000;
    if (!request.order) return cycle;
    cycle.order = &*request.order;
    cycle.restore = request.order->plan.restoreOf;
    return cycle;
}

std::string reasonOf(const RunRequest &request) {
    if (request.only.empty()) return request.reason;
    return std::string(kPartOfSpace) + request.only + (request.reason.empty() ? "" : ": " + request.reason);
}

std::string hexOf(const std::optional<CommitId> &commit) {
    return commit ? toHex(*commit) : std::string();
}

/// What an undo of this run needs; the first of several tries counts for what was before.
void recordTips(RunRecord &record, const VaultState &vault) {
    if (record.mainBefore.empty()) record.mainBefore = hexOf(vault.mainAtStart);
    if (record.agreedBefore.empty()) record.agreedBefore = hexOf(vault.agreedAtStart);
    record.mainAfter = hexOf(vault.mainTip);
    record.agreedAfter = hexOf(vault.agreed);
}

void noteAttachmentSetting(RunReport &report, const Error &error) {
    Item item;
    item.path = kAttachmentFolder;
    item.outcome = Outcome::Failed;
    item.reason = Reason::Incomplete;
    item.detail = error.detail;
    report.items.push_back(item);
}

}  // namespace

/// What a run has once every gate is passed.
struct EngineSpaceDesk::Run {
    const RunRequest &request;
    Space space;
    const std::vector<Space> &spaces;  ///< all of the wiki's
    WikiForRun &wiki;
    sql::StateDatabase &state;
    RunRecord record;
    PhaseClock phases;
    std::stop_token stop;
    std::stop_source writes;         ///< ends what is under way at the wiki: on request, or when the lease is lost
    std::vector<Item> written = {};  ///< by tries that had to begin again
    bool wasOvertaken = false;       ///< others pushed first
};

/// One try of the cycle on freshly opened ports.
RunReport EngineSpaceDesk::tryCycle(Run &run, Lease &lease) {
    auto vault = m_ports.openVault(run.space.id, false);
    if (!vault) return failedReport(run.space.id, vault.error());
    auto cache = m_ports.openCache(run.space.id, false);
    if (!cache) return failedReport(run.space.id, cache.error());
    const std::unique_ptr<PagePresence> presence = m_ports.openPresence();
    auto remote = m_ports.openRemote(run.space, run.spaces);
    const auto attachments = m_ports.openAttachments(run.space, run.stop);
    const Checkpoint checkpoint(run.stop, &lease, run.phases.sink(), run.space.id, run.record.id);
    CycleRequest request = cycleRequest(run.space, run.request, m_ports.settings(), run.record.id);
    request.earlier = run.written;
    request.pushesAtOnce = run.wasOvertaken;
    if (run.request.order && run.request.order->plan.undoOf) {
        auto undo = undoOrderOf(*run.state.journal, *run.request.order->plan.undoOf);
        if (!undo) return failedReport(run.space.id, undo.error());
        request.undo = std::move(*undo);
    }
    Cycle cycle({run.wiki.reader->pages(), run.wiki.writer, *vault->vault, vault->workTree.get(), **cache,
                 *run.state.memory, *run.state.journal, m_ports.clock(), presence.get(),
                 remote ? remote->get() : nullptr, attachments ? attachments->store : nullptr},
                std::move(request), checkpoint);
    runCycle(cycle);
    recordTips(run.record, cycle.vault);
    if (!remote && !run.request.isAutomatic()) noteRemoteSetting(cycle.report, remote.error());
    if (!attachments && !run.request.isAutomatic()) noteAttachmentSetting(cycle.report, attachments.error());
    return cycle.report;
}

RunReport EngineSpaceDesk::runAsLeader(Run &run, Lease &lease) {
    const std::stop_callback onLost(lease.lost(), [&run] { run.writes.request_stop(); });
    const auto now = [&] { return m_ports.clock().now(); };
    const EitherStop either(run.stop, lease.stopAsked());
    run.stop = either.token();
    if (auto closed = run.state.journal->closeInterrupted(run.space.id, run.record.id, now()); !closed)
        return failedReport(run.space.id, closed.error());
    if (run.wiki.writer)
        if (auto begun = run.wiki.writer->beginEpoch(run.space.id); !begun)
            return failedReport(run.space.id, begun.error());
    RunReport report = tryCycle(run, lease);
    for (int tries = 1; tries < kTriesWhenMoved && !report.ran && report.moved; ++tries) {
        run.written = writtenItems(report);
        report = tryCycle(run, lease);
    }
    for (int tries = 1; tries < kTriesWhenRemoteMoved && report.ran && report.remoteMoved; ++tries) {
        waitForOthers(run.stop);
        run.wasOvertaken = true;
        run.written = writtenItems(report);
        report = continued(std::move(report), tryCycle(run, lease));
    }
    if (report.ran && report.remoteMoved) noteRemoteBusy(report);
    return report;
}

RunReport EngineSpaceDesk::journalled(Run &run) {
    run.record.space = run.space.id;
    run.record.trigger = run.request.trigger;
    run.record.reason = reasonOf(run.request);
    run.record.actor = m_ports.actor();
    run.record.startedAt = m_ports.clock().now();
    run.record.outcome = "running";
    if (run.request.order) run.record.planHash = run.request.order->plan.hash;
    if (run.request.order && run.request.order->plan.undoOf) run.record.undoOf = run.request.order->plan.undoOf->str();
    const auto begun = run.state.journal->begin(run.record);
    if (!begun) return failedReport(run.space.id, begun.error());
    run.record.id = *begun;
    logRunBegun(run.record, run.space.slug);
    warnOfNetworkDisk();
    RunReport report = skippedReport(run.space.id, SkipReason::LockHeld);
    // Taking the lock makes a folder: not where a vault should be and is not.
    if (const auto vault = m_ports.checkVault(run.space.id); !vault) {
        report = failedReport(run.space.id, vault.error());
    } else {
        auto lease = m_ports.lock().tryAcquire(run.space.id, run.record.id);
        if (!lease)
            report = failedReport(run.space.id, lease.error());
        else if (*lease)
            report = runAsLeader(run, **lease);
    }
    report.run = run.record.id;
    if (!report.ran && run.record.agreedBefore == run.record.agreedAfter) noteUnwritten(report);
    run.record.endedAt = m_ports.clock().now();
    run.record.outcome = outcomeWord(report);
    run.record.error = report.error;
    run.record.pull = report.pull;
    run.record.push = report.push;
    run.record.skipped = report.skipped;
    run.record.conflicts = static_cast<int>(report.conflicts.size());
    // Polls that found nothing to do leave no trace, or they would bury the runs that did.
    report.repeats = run.request.isAutomatic() && repeatsTheLast(*run.state.journal, run.record, report);
    const bool isNothing = report.repeats || (run.request.isAutomatic() && report.isQuiet());
    const Result<> written =
        isNothing ? run.state.journal->discard(run.record.id) : run.state.journal->finish(run.record, report.items);
    if (!written)
        spdlog::error("run {} of space {} is not in the journal: {}", run.record.id.str(), run.space.id.str(),
                      written.error().detail);
    const bool isNoNews = isFailingStill(run.request, report, run.space.slug) || isNothing;
    logRunEnded(run.record, report, run.space.slug, isNoNews);
    logPhases(run.record, run.space.slug, run.phases.text(), isNoNews);
    forgetOldRuns(run.state);
    return report;
}

/// By itself, and as it did before; that it does not any more is said.
bool EngineSpaceDesk::isFailingStill(const RunRequest &request, const RunReport &report, const std::string &name) {
    const FailureMemory::Earlier earlier = m_failures.note(report);
    if (report.ran && earlier.runs > 0) logRecovered(name, earlier.runs);
    return request.isAutomatic() && earlier.isRepeatedBy(report);
}

/// `name`: of the space, once it is known.
RunReport EngineSpaceDesk::runGated(const RunRequest &request, const ProgressSink &progress, std::stop_token stop,
                                    std::string &name) {
    const Settings &settings = m_ports.settings();
    if (!settings.enabled) return skippedReport(request.space, SkipReason::Disabled);
    if (!namesActor(settings)) return skippedReport(request.space, SkipReason::NoServiceUser);
    std::stop_source writes;
    const std::stop_callback onStop(stop, [&writes] { writes.request_stop(); });
    auto wiki = m_ports.openForRun(writes.get_token());
    if (!wiki) return failedReport(request.space, wiki.error());
    const auto spaces = wiki->reader->catalog().spaces();
    if (!spaces) return failedReport(request.space, spaces.error());
    auto space = spaceWithId(*spaces, request.space);
    if (!space) return failedReport(request.space, space.error());
    name = space->slug;
    if (!space->selected) return skippedReport(request.space, SkipReason::SpaceNotEnabled);
    auto state = m_ports.state();
    if (!state) return failedReport(request.space, state.error());
    const auto pause = (*state)->memory->pause(request.space);
    if (!pause) return failedReport(request.space, pause.error());
    if (isPaused(*pause, m_ports.clock().now())) return skippedReport(request.space, SkipReason::Paused);
    const RunSlot slot(m_runningMutex, m_running, request.space);
    if (!slot.isTaken()) return skippedReport(request.space, SkipReason::InProgress);
    Run run{request, *space, *spaces, *wiki, **state, {}, {m_ports.clock(), progress}, stop, writes};
    return journalled(run);
}

RunReport EngineSpaceDesk::sync(const RunRequest &request, const ProgressSink &progress, std::stop_token stop) {
    try {
        std::string name = request.space.str();
        RunReport report = runGated(request, progress, std::move(stop), name);
        if (!report.run.isEmpty()) return report;
        const bool isStill = isFailingStill(request, report, name);
        logNotRun(report, name, report.error.empty() ? request.isAutomatic() : isStill);
        return report;
    } catch (const std::exception &problem) {
        return failedReport(request.space, {ErrorCode::Corrupt, std::string("The run ended early: ") + problem.what()});
    }
}

}  // namespace wikivault
