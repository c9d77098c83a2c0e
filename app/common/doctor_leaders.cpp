#include "app/common/doctor.h"
#include "app/common/space_state.h"
#include "app/common/wiki_session.h"
#include "engine/adapters/sql/space_leaders.h"

#include <algorithm>

namespace wikivault {

namespace {

/// Whoever writes by SQL leads the space as well. One that only kept its session was cut off from its locks.
DoctorCheck judgeLeader(PortFactory &ports, const Space &space, const sql::SpaceLeader &leader,
                        const std::vector<LockInfo> &locks) {
    const auto lock = std::find_if(locks.begin(), locks.end(), [&](const LockInfo &one) {
        return one.space == space.id && one.pid && leader.program == std::to_string(*one.pid) + "@" + one.host;
    });
    const std::string name = "write lock " + space.slug;
    const std::string held =
        "Held by " + sql::describeLeader(leader) + ", since " + utcMoment(leader.connectedAt, ports.clock().now());
    if (lock == locks.end())
        return {name, "warn", held + ", which does not lead the space any more: runs that write here wait and fail.",
                sql::endLeader(leader) + "."};
    if (lock->host == ports.identity().host && system::isStopped(*lock->pid))
        return {name, "warn", held + ", which is stopped: runs that write here wait and fail.",
                "Let it go on: kill -CONT " + std::to_string(*lock->pid) + ". " + sql::endLeader(leader) + "."};
    return {name, "ok", held + ", whose run leads the space.", ""};
}

}  // namespace

void examineLeaders(PortFactory &ports, const std::vector<Space> &spaces, std::vector<DoctorCheck> &checks) {
    const Settings &settings = ports.settings();
    if (effectiveWriter(settings) != WriterChoice::Sql || settings.isSqlite() || settings.sharedJournal) return;
    const auto session = openWikiSession(ports, true, "whose spaces nobody writes by SQL");
    if (!session) return;  // the check of the database has said why
    std::vector<SpaceId> ids;
    for (const Space &space : spaces)
        if (space.selected) ids.push_back(space.id);
    const auto leaders = sql::spaceLeaders(**session, ids);
    if (!leaders) {
        checks.push_back({"write lock", "unknown", leaders.error().detail, "Look at the database's log."});
        return;
    }
    const std::size_t free = ids.size() - leaders->size();
    if (free > 0)
        checks.push_back({"write lock", "ok",
                          "No session of the wiki's database holds the write lock of " +
                              counted(static_cast<std::int64_t>(free), "space") + ": the next run takes it.",
                          ""});
    const auto locks = ports.lock().holders(ids);
    for (const Space &space : spaces) {
        const auto held = leaders->find(space.id);
        if (held != leaders->end())
            checks.push_back(judgeLeader(ports, space, held->second, locks ? *locks : std::vector<LockInfo>()));
    }
}

}  // namespace wikivault
