#include "engine/adapters/sql/state_journal.h"

#include "engine/adapters/sql/run_rows.h"
#include "engine/core/deletion_guard.h"

#include "engine/core/rig_hooks.h"

#include <charconv>
#include <functional>

namespace wikivault::sql {

namespace {

template <class Enum>
std::string wordOf(Enum value) {
    return std::string(toWord(value));
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

/// `what` of the items of a space that were done since a time, of one direction and action, for which `condition`
/// holds.
Result<> readItems(StateStore &state, const char *what, const std::string &condition, const Values &values,
                   const std::function<void(const Row &)> &use) {
    return state.read([&](StateConnection &file) {
        return file.query(std::string("select ") + what +
                              " from runs r join items i on i.run_id = r.id where r.space = ? and coalesce(r.ended_at, "
                              "r.started_at) >= ? and i.direction = ? and i.action = ? and i.outcome = 'done' and " +
                              condition,
                          values, use);
    });
}

Result<int> countItems(StateStore &state, const std::string &condition, const Values &values) {
    int count = 0;
    TRY(readItems(state, "count(*)", condition, values,
                  [&count](const Row &row) { count = static_cast<int>(row.number(0)); }));
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
    std::string conditions;
    const auto demand = [&](const char *condition, Value value) {
        conditions += (conditions.empty() ? " where " : " and ") + std::string(condition);
        values.push_back(std::move(value));
    };
    if (filter.space) demand("space = ?", *filter.space);
    if (!filter.trigger.empty()) demand("trigger_word = ?", filter.trigger);
    if (filter.since) demand("started_at >= ?", fromTime(*filter.since));
    values.emplace_back(filter.limit);
    TRY(m_file->read([&](StateConnection &file) {
        return file.query(
            std::string("select ") + kRunColumns + " from runs" + conditions + " order by id desc limit ?", values,
            [&runs](const Row &row) { runs.push_back(toRun(row)); });
    }));
    return runs;
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
        // What the guard holds waits for a person however long; a space's newest run is what says so.
        return file.query(
            "delete from runs where ended_at < ? and id not in (select max(id) from runs group by space) "
            "returning id",
            {fromTime(time)}, [&forgotten](const Row &) { ++forgotten; });
    }));
    return forgotten;
}

Result<int> StateJournal::countDone(const SpaceId &space, Direction direction, Action action, TimePoint since) {
    return countItems(*m_file, "i.detail not like ? || '%'",
                      {space, fromTime(since), wordOf(direction), wordOf(action), std::string(kApproved)});
}

Result<std::set<PageId>> StateJournal::replacedPages(const SpaceId &space, Direction direction, TimePoint since) {
    std::set<PageId> pages;
    TRY(readItems(*m_file, "distinct i.page", "i.page is not null and i.detail like ? || '%'",
                  {space, fromTime(since), wordOf(direction), wordOf(Action::Update), std::string(kReplaced)},
                  [&pages](const Row &row) { pages.insert(PageId(row.text(0))); }));
    return pages;
}

Result<int> StateJournal::countSetAside(const SpaceId &space, TimePoint since) {
    return countItems(
        *m_file, "(i.path like '% ~git.md' or i.path like '% ~git-%.md') and i.detail not like ? || '%'",
        {space, fromTime(since), wordOf(Direction::GitToWiki), wordOf(Action::Create), std::string(kApproved)});
}

}  // namespace wikivault::sql
