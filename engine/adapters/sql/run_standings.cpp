#include "engine/adapters/sql/run_rows.h"
#include "engine/adapters/sql/state_journal.h"

namespace wikivault::sql {

namespace {

/// After `asked`: space, newest run, newest that says something, end of the newest success, failures since, their
/// begin.
constexpr const char *kStandings = R"(
ends as (select space, (select max(id) from runs where runs.space = asked.space) as newest,
    (select id from runs where runs.space = asked.space and outcome not in ('skipped', 'running')
        order by id desc limit 1) as newest_real,
    (select id from runs where runs.space = asked.space and outcome in ('done', 'problems')
        order by id desc limit 1) as success from asked)
select ends.space, newest, newest_real, (select ended_at from runs where id = success),
    (select count(*) from runs where runs.space = ends.space and id > coalesce(success, 0)
        and outcome not in ('skipped', 'running')),
    (select min(started_at) from runs where runs.space = ends.space and id > coalesce(success, 0)
        and outcome not in ('skipped', 'running')) from ends)";

}  // namespace

Result<std::map<SpaceId, TimePoint>> StateJournal::lastSuccesses(const std::vector<SpaceId> &spaces) {
    std::map<SpaceId, TimePoint> ends;
    if (spaces.empty()) return ends;
    // By space rather than by run: the journal keeps months of runs, and the index has the newest of each at its end.
    TRY(m_file->read([&](StateConnection &file) {
        return file.query("with asked (space) as (values " + placeholders(spaces.size(), "(?)") +
                              ") select space, (select ended_at from runs where runs.space = asked.space and outcome "
                              "in ('done', 'problems') order by id desc limit 1) from asked",
                          Values(spaces.begin(), spaces.end()), [&ends](const Row &row) {
                              if (!row.isNull(1)) ends.emplace(SpaceId(row.text(0)), toTime(row.number(1)));
                          });
    }));
    return ends;
}

Result<std::map<SpaceId, RunStanding>> StateJournal::standings(const std::vector<SpaceId> &spaces) {
    std::map<SpaceId, RunStanding> standings;
    if (spaces.empty()) return standings;
    std::map<std::int64_t, std::vector<std::optional<RunRecord> *>> wanted;
    TRY(m_file->read([&](StateConnection &file) {
        return file.query("with asked (space) as (values " + placeholders(spaces.size(), "(?)") + "), " + kStandings,
                          Values(spaces.begin(), spaces.end()), [&](const Row &row) {
                              if (row.isNull(1)) return;
                              RunStanding &standing = standings[SpaceId(row.text(0))];
                              wanted[row.number(1)].push_back(&standing.newest);
                              if (!row.isNull(2)) wanted[row.number(2)].push_back(&standing.newestReal);
                              if (!row.isNull(3)) standing.lastSuccess = toTime(row.number(3));
                              standing.failures = static_cast<int>(row.number(4));
                              if (!row.isNull(5)) standing.failingSince = toTime(row.number(5));
                          });
    }));
    if (wanted.empty()) return standings;
    Values ids;
    for (const auto &[id, places] : wanted)
        ids.emplace_back(id);
    TRY(m_file->read([&](StateConnection &file) {
        return file.query(
            std::string("select ") + kRunColumns + " from runs where id in (" + placeholders(ids.size(), "?") + ")",
            ids, [&wanted](const Row &row) {
                for (std::optional<RunRecord> *place : wanted.at(row.number(0)))
                    *place = toRun(row);
            });
    }));
    return standings;
}

}  // namespace wikivault::sql
