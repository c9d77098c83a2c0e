#include "app/common/doctor.h"
#include "app/common/wiki_session.h"
#include "engine/adapters/sql/shared_schema.h"

namespace wikivault {

namespace {

DoctorCheck judgeShared(PortFactory &ports) {
    if (const auto state = ports.state(); !state)
        return {"journal", "fail", state.error().detail, "Without it nothing runs, or set WIKIVAULT_JOURNAL=local."};
    return {"journal", "ok", "Runs and pauses are shared through the wiki's database.", ""};
}

}  // namespace

std::optional<DoctorCheck> examineJournal(PortFactory &ports, const std::stop_token &stop) {
    const Settings &settings = ports.settings();
    if (settings.sharedJournal) return judgeShared(ports);
    if (settings.isSqlite()) return std::nullopt;
    const auto session = openWikiSession(ports, true, "which keeps no journal");
    if (!session) return std::nullopt;  // the check of the database has said why
    const auto schema = sql::readSharedSchema(**session, stop);
    if (!schema || !schema->exists) return std::nullopt;
    return DoctorCheck{"journal", "warn",
                       "The wiki's database holds a journal that a team shares, and this profile keeps its own: others "
                       "do not see its runs, nor it their pauses.",
                       "Set WIKIVAULT_JOURNAL=shared to take part."};
}

}  // namespace wikivault
