#include "engine/adapters/sql/space_leaders.h"

#include <unistd.h>

#include <array>

namespace wikivault::sql {

namespace {

constexpr std::string_view kNamed = "wikivault ";

/// The lock ends with the session, and a host that went away without a word is noticed by the server within a minute.
/// The name is how others tell whose session it is.
constexpr const char *kLead =
    "select pg_advisory_lock(hashtextextended(?, 1)), set_config('wikivault.leads', ?, false), "
    "set_config('application_name', ?, false), set_config('tcp_keepalives_idle', '30', false), "
    "set_config('tcp_keepalives_interval', '10', false), set_config('tcp_keepalives_count', '3', false)";

std::string ownName() {
    std::array<char, 256> host{};
    ::gethostname(host.data(), host.size() - 1);
    return std::string(kNamed) + std::to_string(::getpid()) + "@" + host.data();
}

}  // namespace

Result<> leadSpace(SqlSession &session, const SpaceId &space) {
    return session.query(kLead, {space, space, ownName()}, [](const Row &) -> Result<> { return {}; });
}

Result<bool> leadsSpace(SqlSession &session, const SpaceId &space) {
    bool leads = false;
    TRY(session.query("select 1 where current_setting('wikivault.leads', true) = ?", {space},
                      [&leads](const Row &) -> Result<> {
                          leads = true;
                          return {};
                      }));
    return leads;
}

Result<std::map<SpaceId, SpaceLeader>> spaceLeaders(SqlSession &session, const std::vector<SpaceId> &spaces) {
    std::map<SpaceId, SpaceLeader> leaders;
    if (spaces.empty()) return leaders;
    const std::string sql =
        "with asked (space) as (values " + placeholders(spaces.size(), "(?)") +
        ") select asked.space, a.pid, coalesce(host(a.client_addr), 'the server itself'), a.application_name, "
        "(extract(epoch from a.backend_start) * 1000)::bigint from asked join pg_locks l on (l.classid::bigint << 32 | "
        "l.objid::bigint) = hashtextextended(asked.space, 1) join pg_stat_activity a using (pid) where l.locktype = "
        "'advisory' and l.granted and l.objsubid = 1 and l.database = (select oid from pg_database where datname = "
        "current_database())";
    TRY(session.query(sql, Values(spaces.begin(), spaces.end()), [&leaders](const Row &row) -> Result<> {
        const std::string name = row.text(3);
        const std::string program = name.starts_with(kNamed) ? name.substr(kNamed.size()) : name;
        leaders[SpaceId(row.text(0))] = {row.text(1), row.text(2), program, toTime(row.number(4))};
        return {};
    }));
    return leaders;
}

std::string describeLeader(const SpaceLeader &leader) {
    return "process " + leader.session + " of the database's server, connected from " + leader.address + " by " +
           leader.program;
}

std::string endLeader(const SpaceLeader &leader) {
    return "If that program hangs, end it (" + leader.program +
           ": process@host), or its session: select pg_terminate_backend(" + leader.session + ")";
}

}  // namespace wikivault::sql
