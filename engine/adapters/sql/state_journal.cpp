#include "engine/adapters/sql/state_journal.h"

#include "engine/core/deletion_guard.h"

#include "engine/core/rig_hooks.h"

#include <charconv>

namespace wikivault::sql {

namespace {

constexpr const char *kRunColumns =
    "id, space, trigger_word, reason, actor, started_at, ended_at, outcome, error, main_before, main_after, "
    "pull_written, "
    "pull_deleted, pull_moved, pull_conflict, push_mode, push_created, push_updated, push_deleted, push_moved, "
    "push_renamed, push_failures, skipped, conflicts, agreed_before, agreed_after, plan_hash, undo_of";

TimePoint toTime(std::int64_t milliseconds) {
    return TimePoint(std::chrono::milliseconds(milliseconds));
}
std::int64_t fromTime(TimePoint time) {
    return time.time_since_epoch().count();
}

template <class Enum>
std::string wordOf(Enum value) {
    return std::string(toWord(value));
}

/// The enumerator of `word`; a word of another version reads as `otherwise`.
template <class Enum>
Enum enumOf(const std::string &word, Enum otherwise) {
    return fromWord<Enum>(word).value_or(otherwise);
}

std::int64_t numberOf(const RunId &id) {
    std::int64_t number = 0;
    const std::string &text = id.str();
    const auto read = std::from_chars(text.data(), text.data() + text.size(), number);
    return read.ec == std::errc() && read.ptr == text.data() + text.size() ? number : 0;
}

Values endOfRun(const RunRecord &run) {
    return {run.outcome,
            run.error,
            run.mainBefore,
            run.mainAfter,
            run.pull.written,
            run.pull.deleted,
            run.pull.moved,
            run.pull.conflict ? 1 : 0,
            wordOf(run.push.mode),
            run.push.created,
            run.push.updated,
            run.push.deleted,
            run.push.moved,
            run.push.renamed,
            run.push.failures,
            wordOf(run.skipped),
            run.conflicts,
            run.agreedBefore,
            run.agreedAfter,
            run.planHash,
            run.undoOf,
            run.endedAt ? Value(fromTime(*run.endedAt)) : Value()};
}

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

Value blobValue(const std::optional<BlobId> &blob) {
    return blob ? Value(toHex(*blob)) : Value();
}

std::optional<BlobId> toBlob(const Row &row, int column) {
    return parseObjectId<BlobId>(row.text(column));
}

Item toItem(const Row &row) {
    Item item;
    if (!row.isNull(0)) item.page = PageId(row.text(0));
    item.path = row.text(1);
    item.fromPath = row.text(2);
    item.direction = enumOf(row.text(3), Direction::WikiToGit);
    item.action = enumOf(row.text(4), Action::Update);
    item.outcome = enumOf(row.text(5), Outcome::Done);
    item.reason = enumOf(row.text(6), Reason::None);
    item.detail = row.text(7);
    item.before = toBlob(row, 8);
    item.after = toBlob(row, 9);
    item.fromTitle = row.text(10);
    return item;
}

Result<> insertItem(StateConnection &file, std::int64_t run, std::int64_t number, const Item &item) {
    return file.execute(
        "insert into items (run_id, number, page, path, from_path, direction, action, outcome, reason, detail, "
        "before_blob, after_blob, from_title) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        {run, number, item.page, item.path, item.fromPath, wordOf(item.direction), wordOf(item.action),
         wordOf(item.outcome), wordOf(item.reason), item.detail, blobValue(item.before), blobValue(item.after),
         item.fromTitle});
}

tl::unexpected<Error> unknownRun(const RunId &id) {
    return fail(ErrorCode::NotFound, "the journal has no run \"" + id.str() + "\"; `wikivaultctl runs` lists them");
}

/// Items of a space that were done since a time, of one direction and action, for which `condition` holds.
Result<int> countItems(StateStore &state, const std::string &condition, const Values &values) {
    int count = 0;
    TRY(state.read([&](StateConnection &file) {
        return file.query(
            "select count(*) from runs r join items i on i.run_id = r.id where r.space = ? and "
            "coalesce(r.ended_at, r.started_at) >= ? and i.direction = ? and i.action = ? and i.outcome = 'done' "
            "and " +
                condition,
            values, [&count](const Row &row) { count = static_cast<int>(row.number(0)); });
    }));
    return count;
}

}  // namespace

Result<RunId> StateJournal::begin(const RunRecord &record) {
    RunId id;
    const Result<> written = m_file->write([&](StateConnection &file) -> Result<> {
        Values values = {record.space, record.trigger, record.reason, record.actor, fromTime(record.startedAt)};
        const Values end = endOfRun(record);
        values.insert(values.end(), end.begin(), end.end());
        return file.query(
            "insert into runs (space, trigger_word, reason, actor, started_at, outcome, error, main_before, "
            "main_after, pull_written, pull_deleted, pull_moved, pull_conflict, push_mode, push_created, "
            "push_updated, push_deleted, push_moved, push_renamed, push_failures, skipped, conflicts, agreed_before, "
            "agreed_after, plan_hash, undo_of, ended_at) "
            "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
            values, [&id](const Row &row) { id = RunId(row.text(0)); });
    });
    TRY(written);
    FAILPOINT("journal.begun");
    return id;
}

Result<> StateJournal::finish(const RunRecord &record, const std::vector<Item> &items) {
    FAILPOINT("journal.finishing");
    const std::int64_t run = numberOf(record.id);
    return m_file->write([&](StateConnection &file) -> Result<> {
        Values values = endOfRun(record);
        values.emplace_back(run);
        int changed = 0;
        TRY(
            file.query("update runs set outcome = ?, error = ?, main_before = ?, main_after = ?, pull_written = ?, "
                       "pull_deleted = ?, pull_moved = ?, pull_conflict = ?, push_mode = ?, push_created = ?, "
                       "push_updated = ?, push_deleted = ?, push_moved = ?, push_renamed = ?, push_failures = ?, "
                       "skipped = ?, conflicts = ?, agreed_before = ?, agreed_after = ?, plan_hash = ?, undo_of = ?, "
                       "ended_at = ? where id = ? returning id",
                       values, [&changed](const Row &) { ++changed; }));
        if (changed != 1) return unknownRun(record.id);
        TRY(file.execute("delete from items where run_id = ?", {run}));
        std::int64_t number = 0;
        for (const Item &item : items)
            TRY(insertItem(file, run, number++, item));
        return {};
    });
}

Result<> StateJournal::discard(const RunId &id) {
    return m_file->write(
        [&](StateConnection &file) { return file.execute("delete from runs where id = ?", {numberOf(id)}); });
}

Result<std::vector<RunRecord>> StateJournal::runs(const RunFilter &filter) {
    std::vector<RunRecord> runs;
    Values values;
    if (filter.space) values.emplace_back(*filter.space);
    values.emplace_back(filter.limit);
    TRY(m_file->read([&](StateConnection &file) {
        return file.query(std::string("select ") + kRunColumns + " from runs" +
                              (filter.space ? " where space = ?" : "") + " order by id desc limit ?",
                          values, [&runs](const Row &row) { runs.push_back(toRun(row)); });
    }));
    return runs;
}

Result<std::map<SpaceId, TimePoint>> StateJournal::lastSuccesses(const std::vector<SpaceId> &spaces) {
    std::map<SpaceId, TimePoint> ends;
    if (spaces.empty()) return ends;
    std::string rows = "(?)";
    for (std::size_t i = 1; i < spaces.size(); ++i)
        rows += ", (?)";
    // By space rather than by run: the journal keeps months of runs, and the index has the newest of each at its end.
    TRY(m_file->read([&](StateConnection &file) {
        return file.query("with asked (space) as (values " + rows +
                              ") select space, (select ended_at from runs where runs.space = asked.space and outcome "
                              "in ('done', 'problems') order by id desc limit 1) from asked",
                          Values(spaces.begin(), spaces.end()), [&ends](const Row &row) {
                              if (!row.isNull(1)) ends.emplace(SpaceId(row.text(0)), toTime(row.number(1)));
                          });
    }));
    return ends;
}

Result<RunRecord> StateJournal::run(const RunId &id) {
    std::optional<RunRecord> run;
    TRY(m_file->read([&](StateConnection &file) {
        return file.query(std::string("select ") + kRunColumns + " from runs where id = ?", {numberOf(id)},
                          [&run](const Row &row) { run = toRun(row); });
    }));
    if (!run) return unknownRun(id);
    return *std::move(run);
}

Result<std::vector<Item>> StateJournal::items(const RunId &id) {
    TRY(run(id));
    std::vector<Item> items;
    TRY(m_file->read([&](StateConnection &file) {
        return file.query(
            "select page, path, from_path, direction, action, outcome, reason, detail, before_blob, after_blob, "
            "from_title from items where run_id = ? order by number",
            {numberOf(id)}, [&items](const Row &row) { items.push_back(toItem(row)); });
    }));
    return items;
}

Result<int> StateJournal::closeInterrupted(const SpaceId &space, const RunId &except, TimePoint now) {
    std::int64_t open = 0;
    TRY(m_file->read([&](StateConnection &file) {
        return file.query("select count(*) from runs where space = ? and outcome = 'running' and id <> ?",
                          {space, numberOf(except)}, [&open](const Row &row) { open = row.number(0); });
    }));
    if (open == 0) return 0;
    int closed = 0;
    const Result<> written = m_file->write([&](StateConnection &file) -> Result<> {
        return file.query(
            "update runs set outcome = 'interrupted', ended_at = ?, error = 'the program ended before this run did' "
            "where space = ? and outcome = 'running' and id <> ? returning id",
            {fromTime(now), space, numberOf(except)}, [&closed](const Row &) { ++closed; });
    });
    TRY(written);
    return closed;
}

Result<int> StateJournal::forgetBefore(TimePoint time) {
    int forgotten = 0;
    TRY(m_file->write([&](StateConnection &file) {
        return file.query("delete from runs where ended_at < ? returning id", {fromTime(time)},
                          [&forgotten](const Row &) { ++forgotten; });
    }));
    return forgotten;
}

Result<int> StateJournal::countDone(const SpaceId &space, Direction direction, Action action, TimePoint since) {
    return countItems(*m_file, "i.detail not like ? || '%'",
                      {space, fromTime(since), wordOf(direction), wordOf(action), std::string(kApproved)});
}

Result<int> StateJournal::countSetAside(const SpaceId &space, TimePoint since) {
    return countItems(*m_file, "(i.path like '% ~git.md' or i.path like '% ~git-%.md')",
                      {space, fromTime(since), wordOf(Direction::GitToWiki), wordOf(Action::Create)});
}

}  // namespace wikivault::sql
