#include "engine/adapters/sql/run_rows.h"

namespace wikivault::sql {

const char *const kRunColumns =
    "id, space, trigger_word, reason, actor, started_at, ended_at, outcome, error, main_before, main_after, "
    "pull_written, "
    "pull_deleted, pull_moved, pull_conflict, push_mode, push_created, push_updated, push_deleted, push_moved, "
    "push_renamed, push_failures, skipped, conflicts, agreed_before, agreed_after, plan_hash, undo_of";

RunRecord toRun(const Row &row) {
    const auto count = [&row](int column) { return static_cast<int>(row.number(column)); };
    RunRecord run;
    run.id = RunId(row.text(0));
    run.space = SpaceId(row.text(1));
    run.trigger = row.text(2);
    run.reason = row.text(3);
    run.actor = row.text(4);
    run.startedAt = toTime(row.number(5));
    if (!row.isNull(6)) run.endedAt = toTime(row.number(6));
    run.outcome = row.text(7);
    run.error = row.text(8);
    run.mainBefore = row.text(9);
    run.mainAfter = row.text(10);
    run.pull = {count(11), count(12), count(13), count(14) != 0};
    run.push = {
        enumOf(row.text(15), PushMode::Apply), count(16), count(17), count(18), count(19), count(20), count(21)};
    run.skipped = enumOf(row.text(22), SkipReason::None);
    run.conflicts = count(23);
    run.agreedBefore = row.text(24);
    run.agreedAfter = row.text(25);
    run.planHash = row.text(26);
    run.undoOf = row.text(27);
    return run;
}

}  // namespace wikivault::sql
