#include "tests/fakes/fake_desks.h"

#include <algorithm>

namespace wikivault {

void FakeDesks::addSpace(SpaceRow row) {
    const std::lock_guard guard(m_mutex);
    m_spaces.push_back(std::move(row));
}

void FakeDesks::setPlan(const Plan &plan) {
    const std::lock_guard guard(m_mutex);
    m_plans[plan.space] = plan;
}

void FakeDesks::addConflict(const ConflictDetail &detail) {
    const std::lock_guard guard(m_mutex);
    m_conflicts.push_back(detail);
}

void FakeDesks::openInWiki(const PageId &page) {
    const std::lock_guard guard(m_mutex);
    m_openInWiki.insert(page);
}

Result<bool> FakeDesks::isBeingEdited(const PageId &page) {
    TRY(wait({}));
    const std::lock_guard guard(m_mutex);
    return m_openInWiki.contains(page);
}

void FakeDesks::addSettled(const SettledDetail &detail) {
    const std::lock_guard guard(m_mutex);
    m_settled.push_back(detail);
}

void FakeDesks::addRun(const RunRecord &run, const std::vector<Item> &items) {
    const std::lock_guard guard(m_mutex);
    m_runs.insert(m_runs.begin(), run);
    m_items[run.id] = items;
}

void FakeDesks::addLock(const LockInfo &lock) {
    const std::lock_guard guard(m_mutex);
    std::erase_if(m_locks, [&](const LockInfo &old) { return old.space == lock.space && old.holder == lock.holder; });
    m_locks.push_back(lock);
}

void FakeDesks::failWith(const std::optional<Error> &error) {
    const std::lock_guard guard(m_mutex);
    m_error = error;
}

void FakeDesks::hang() {
    const std::lock_guard guard(m_mutex);
    m_hanging = true;
}

void FakeDesks::release() {
    const std::lock_guard guard(m_mutex);
    m_hanging = false;
    m_moved.notify_all();
}

Result<> FakeDesks::wait(const std::stop_token &stop) {
    std::unique_lock lock(m_mutex);
    m_callers.insert(std::this_thread::get_id());
    m_moved.wait(lock, stop, [&] { return !m_hanging; });
    if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "Stopped.");
    if (m_error) return tl::unexpected<Error>(*m_error);
    return {};
}

int FakeDesks::runsOf(const SpaceId &space) const {
    const std::lock_guard guard(m_mutex);
    const auto found = m_runCounts.find(space);
    return found == m_runCounts.end() ? 0 : found->second;
}

std::string FakeDesks::lastReason() const {
    const std::lock_guard guard(m_mutex);
    return m_lastRequest.reason;
}

int FakeDesks::previews() const {
    const std::lock_guard guard(m_mutex);
    return m_previews;
}

std::vector<Decision> FakeDesks::decisions() const {
    const std::lock_guard guard(m_mutex);
    return m_decisions;
}

bool FakeDesks::isFlagged(const SpaceId &space) const {
    const std::lock_guard guard(m_mutex);
    return std::any_of(m_spaces.begin(), m_spaces.end(),
                       [&](const SpaceRow &row) { return row.space.id == space && row.space.flagged; });
}

std::size_t FakeDesks::lockCount() const {
    const std::lock_guard guard(m_mutex);
    return m_locks.size();
}

std::set<std::thread::id> FakeDesks::callers() const {
    const std::lock_guard guard(m_mutex);
    return m_callers;
}

int FakeDesks::looks() const {
    const std::lock_guard guard(m_mutex);
    return m_looks;
}

Result<std::vector<SpaceRow>> FakeDesks::spaces(std::stop_token stop) {
    TRY(wait(stop));
    const std::lock_guard guard(m_mutex);
    ++m_looks;
    return m_spaces;
}

Result<> FakeDesks::setEnabled(const SpaceId &space, bool enabled) {
    TRY(wait({}));
    const std::lock_guard guard(m_mutex);
    for (SpaceRow &row : m_spaces)
        if (row.space.id == space) row.space.flagged = row.space.selected = enabled;
    return {};
}

Result<> FakeDesks::setPause(const SpaceId &space, const std::optional<Pause> &pause) {
    TRY(wait({}));
    const std::lock_guard guard(m_mutex);
    for (SpaceRow &row : m_spaces)
        if (row.space.id == space) row.pause = pause;
    return {};
}

RunReport FakeDesks::sync(const RunRequest &request, const ProgressSink &progress, std::stop_token stop) {
    RunReport report;
    report.space = request.space;
    {
        const std::lock_guard guard(m_mutex);
        report.run = RunId(std::to_string(2000 + m_runs.size()));
        ++m_runCounts[request.space];
        m_lastRequest = request;
        report.error = m_runError;
    }
    if (!report.error.empty()) return report;
    progress({request.space, report.run, "writing pages to wiki", "Onboarding/Laptop.md", 12, 40});
    if (const auto waited = wait(stop); !waited) {
        report.cancelled = waited.error().code == ErrorCode::Cancelled;
        report.error = waited.error().detail;
        return report;
    }
    report.ran = true;
    if (request.order)
        for (Item item : request.order->plan.items) {
            if (request.order->skip.contains(subjectOf(item)))
                item.outcome = Outcome::Skipped, item.reason = Reason::LeftOut;
            report.items.push_back(item);
        }
    report.pull.written = 2;
    report.push.updated = 1;
    RunRecord record;
    record.id = report.run;
    record.space = request.space;
    record.trigger = request.trigger;
    record.reason = request.reason;
    record.startedAt = m_now;
    record.endedAt = m_now + std::chrono::milliseconds(320);
    record.outcome = "done";
    record.pull = report.pull;
    record.push = report.push;
    addRun(record, {});
    return report;
}

Result<Plan> FakeDesks::preview(const PlanRequest &request, std::stop_token stop) {
    TRY(wait(stop));
    const std::lock_guard guard(m_mutex);
    ++m_previews;
    const auto found = m_plans.find(request.space);
    if (found != m_plans.end()) return found->second;
    Plan plan;
    plan.space = request.space;
    plan.madeAt = m_now;
    plan.pagesExamined = plan.filesExamined = 412;
    return plan;
}

Result<std::vector<WatchedSpace>> FakeDesks::watch(std::stop_token stop) {
    TRY(wait(stop));
    const std::lock_guard guard(m_mutex);
    ++m_looks;
    std::vector<WatchedSpace> watched;
    for (const SpaceRow &row : m_spaces)
        watched.push_back({{row.space, 1, "1"}, row.pause, row.lastSuccess});
    return watched;
}

Result<std::vector<ConflictSummary>> FakeDesks::conflicts(const std::optional<SpaceId> &space) {
    TRY(wait({}));
    const std::lock_guard guard(m_mutex);
    std::vector<ConflictSummary> all;
    for (const ConflictDetail &detail : m_conflicts)
        if (!space || detail.summary.space == *space) all.push_back(detail.summary);
    return all;
}

Result<ConflictDetail> FakeDesks::conflict(const PageId &page) {
    TRY(wait({}));
    const std::lock_guard guard(m_mutex);
    for (const ConflictDetail &detail : m_conflicts)
        if (detail.summary.page == page) return detail;
    return fail(ErrorCode::NotFound, "There is no open conflict of that page.");
}

Result<> FakeDesks::decide(const Decision &decision) {
    TRY(wait({}));
    const std::lock_guard guard(m_mutex);
    const auto *text = std::get_if<std::string>(&decision.choice);
    if (text && text->find("<<<<<<< ") != std::string::npos)
        return fail(ErrorCode::Invalid, "The text still holds conflict markers.");
    m_decisions.push_back(decision);
    for (ConflictDetail &detail : m_conflicts)
        if (detail.summary.page == decision.page)
            detail.decided = text ? *text : std::get<Take>(decision.choice) == Take::Wiki ? "wiki" : "git";
    return {};
}

Result<> FakeDesks::saveDraft(const PageId &page, const ConflictDraft &draft) {
    TRY(wait({}));
    const std::lock_guard guard(m_mutex);
    for (ConflictDetail &detail : m_conflicts)
        if (detail.summary.page == page) detail.draft = draft;
    return {};
}

Result<std::vector<SettledSummary>> FakeDesks::settled(const std::optional<SpaceId> &space) {
    TRY(wait({}));
    const std::lock_guard guard(m_mutex);
    std::vector<SettledSummary> all;
    for (const SettledDetail &detail : m_settled)
        if (!space || detail.summary.space == *space) all.push_back(detail.summary);
    return all;
}

Result<SettledDetail> FakeDesks::settledDetail(const std::string &id) {
    TRY(wait({}));
    const std::lock_guard guard(m_mutex);
    for (const SettledDetail &detail : m_settled)
        if (detail.summary.id == id) return detail;
    return fail(ErrorCode::NotFound, "No page settled by a rule has that id.");
}

Result<> FakeDesks::markSeen(const std::string &id) {
    TRY(wait({}));
    const std::lock_guard guard(m_mutex);
    for (SettledDetail &detail : m_settled)
        if (detail.summary.id == id) detail.summary.seen = true;
    return {};
}

Result<std::vector<RunRecord>> FakeDesks::runs(const RunFilter &filter) {
    TRY(wait({}));
    const std::lock_guard guard(m_mutex);
    std::vector<RunRecord> runs;
    std::copy_if(m_runs.begin(), m_runs.end(), std::back_inserter(runs), [&](const RunRecord &run) {
        return (!filter.space || run.space == *filter.space) &&
               (filter.trigger.empty() || run.trigger == filter.trigger) &&
               (!filter.since || run.startedAt >= *filter.since);
    });
    return runs;
}

Result<RunRecord> FakeDesks::run(const RunId &id) {
    TRY(wait({}));
    const std::lock_guard guard(m_mutex);
    for (const RunRecord &run : m_runs)
        if (run.id == id) return run;
    return fail(ErrorCode::NotFound, "There is no run " + id.str() + ".");
}

Result<std::vector<Item>> FakeDesks::items(const RunId &id) {
    TRY(wait({}));
    const std::lock_guard guard(m_mutex);
    return m_items[id];
}

Result<std::vector<LockInfo>> FakeDesks::locks() {
    TRY(wait({}));
    const std::lock_guard guard(m_mutex);
    ++m_looks;
    return m_locks;
}

Result<> FakeDesks::releaseLock(const SpaceId &space, const std::string &expectedHolder) {
    TRY(wait({}));
    const std::lock_guard guard(m_mutex);
    const auto gone = std::erase_if(
        m_locks, [&](const LockInfo &lock) { return lock.space == space && lock.holder == expectedHolder; });
    if (gone == 0) return fail(ErrorCode::Conflict, "The lock is held by somebody else.");
    return {};
}

std::vector<DoctorCheck> FakeDesks::doctor(std::stop_token stop) {
    if (!wait(stop)) return {};
    return {{"database", "ok", "PostgreSQL 15.8, Docmost schema.", ""},
            {"redis", "fail", "redis://wiki.example.org:6379/0 refused the connection.",
             "To go without it, unset REDIS_URL: file locks then keep the runs of this host apart."},
            {"vault handbook", "warn", "The branch main is at 3f2a91c4d0. Another branch is checked out.",
             "git switch main in /srv/wikivault/handbook.", "wikivaultctl doctor --fix vault:handbook --profile demo"}};
}

}  // namespace wikivault
