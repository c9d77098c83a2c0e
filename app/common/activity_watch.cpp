#include "app/common/activity_watch.h"

#include "engine/core/holder_record.h"

#include <spdlog/spdlog.h>

#include <algorithm>

namespace wikivault {

namespace {

/// Longer than any run leaves its lock alone.
constexpr std::chrono::minutes kStuckAfter{5};

std::optional<Activity> unseenOf(const SpaceId &space, const std::vector<SettledSummary> &settled) {
    Activity found{space, ActivityKind::Settled, 0, {}, {}, {}, {}};
    for (const SettledSummary &one : settled) {
        if (one.space != space || one.seen || one.loser.empty() || one.rule == "person") continue;
        if (++found.count == 1 || one.at < found.since) found.since = one.at;
        found.run = RunId(one.run);
    }
    return found.count > 0 ? std::optional(found) : std::nullopt;
}

std::optional<Activity> stuckLockOf(const SpaceRow &row, TimePoint now) {
    if (!row.lock || row.lock->isMaintenance() || !row.lock->since || now - *row.lock->since < kStuckAfter)
        return std::nullopt;
    return Activity{row.space.id,
                    ActivityKind::StuckLock,
                    0,
                    describeHolder(*row.lock),
                    row.lock->run.value_or(RunId()),
                    *row.lock->since,
                    {}};
}

}  // namespace

Result<ActivityChange> ActivityWatch::look(const Seen &seen, TimePoint now) {
    const std::lock_guard guard(m_mutex);
    TRY_ASSIGN(ActivityChange change, compare(seen, now));
    const bool isNew = !m_known || change.all != *m_known;
    m_known = change.all;
    if (!isNew || !m_store || m_isUnwritable) return change;
    if (const auto kept = m_store->keepActivity(change.all); !kept) {
        m_isUnwritable = true;
        spdlog::warn("What needs attention is not remembered over a restart: {}", kept.error().detail);
    }
    return change;
}

Result<ActivityChange> ActivityWatch::glance(const Seen &seen, TimePoint now) {
    const std::lock_guard guard(m_mutex);
    return compare(seen, now);
}

Result<ActivityChange> ActivityWatch::compare(const Seen &seen, TimePoint now) {
    if (!m_known && m_store) {
        TRY_ASSIGN(m_known, m_store->activity());
    }
    TRY_ASSIGN(std::vector<Activity> found, find(seen, now));
    return compareActivity(m_known.value_or(std::vector<Activity>()), std::move(found), now);
}

Result<std::vector<Activity>> ActivityWatch::find(const Seen &seen, TimePoint now) {
    std::vector<Activity> found;
    for (const SpaceRow &row : seen.rows) {
        TRY(findInRuns(row, found));
        if (seen.settled) {
            if (const auto unseen = unseenOf(row.space.id, *seen.settled)) found.push_back(*unseen);
        } else {
            keepKnown(row.space.id, {ActivityKind::Settled}, found);
        }
        if (const auto stuck = stuckLockOf(row, now)) found.push_back(*stuck);
    }
    return found;
}

/// Only a run that came to its end says that something is solved: one that failed, waits or goes on right now does not.
Result<> ActivityWatch::findInRuns(const SpaceRow &row, std::vector<Activity> &found) {
    const bool isDone = row.lastRun && (row.lastRun->outcome == "done" || row.lastRun->outcome == "problems");
    if (isDone) {
        const RunRecord &run = *row.lastRun;
        if (run.conflicts > 0)
            found.push_back({row.space.id, ActivityKind::Conflict, run.conflicts, {}, run.id, run.startedAt, {}});
        TRY_ASSIGN(const int held, heldByGuard(run));
        if (held > 0) found.push_back({row.space.id, ActivityKind::Guard, held, {}, run.id, run.startedAt, {}});
        return {};
    }
    if (row.state == SpaceState::Failing) {
        TRY_ASSIGN(Activity failure, failureOf(row));
        found.push_back(std::move(failure));
    }
    keepKnown(row.space.id, {ActivityKind::Conflict, ActivityKind::Guard}, found);
    if (row.state != SpaceState::Failing) keepKnown(row.space.id, {ActivityKind::Failing}, found);
    return {};
}

void ActivityWatch::keepKnown(const SpaceId &space, const std::set<ActivityKind> &kinds, std::vector<Activity> &found) {
    if (!m_known) return;
    std::copy_if(m_known->begin(), m_known->end(), std::back_inserter(found),
                 [&](const Activity &one) { return one.space == space && kinds.contains(one.kind) && !one.solvedAt; });
}

/// Since the first of the failed runs in a row.
Result<Activity> ActivityWatch::failureOf(const SpaceRow &row) {
    constexpr int judgedBy = 60;
    const RunId lastRun = row.lastRun ? row.lastRun->id : RunId();
    const auto known = m_failures.find(row.space.id);
    if (known != m_failures.end() && known->second.first == lastRun) return known->second.second;
    Activity failure{row.space.id, ActivityKind::Failing, 0, row.sentence, {}, {}, {}};
    TRY_ASSIGN(const std::vector<RunRecord> runs, m_ledger.runs({row.space.id, judgedBy}));
    for (const RunRecord &run : runs) {
        if (run.outcome == "skipped" || run.outcome == "running") continue;
        if (run.outcome == "done" || run.outcome == "problems") break;
        if (failure.run.isEmpty()) failure.run = run.id;
        ++failure.count;
        failure.since = run.startedAt;
    }
    m_failures[row.space.id] = {lastRun, failure};
    return failure;
}

/// The items of a run do not change, so they are read once.
Result<int> ActivityWatch::heldByGuard(const RunRecord &run) {
    if (run.outcome != "problems") return 0;
    const auto known = m_guarded.find(run.space);
    if (known != m_guarded.end() && known->second.first == run.id) return known->second.second;
    TRY_ASSIGN(const std::vector<Item> items, m_ledger.items(run.id));
    const auto held =
        std::count_if(items.begin(), items.end(), [](const Item &item) { return item.reason == Reason::Guard; });
    m_guarded[run.space] = {run.id, int(held)};
    return int(held);
}

}  // namespace wikivault
