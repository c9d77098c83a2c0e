#include "app/common/ledger_desk.h"

#include "app/common/doctor.h"
#include "app/common/logging.h"
#include "app/common/space_state.h"

#include <fmt/format.h>

namespace wikivault {

Result<std::vector<RunRecord>> EngineLedgerDesk::runs(const RunFilter &filter) {
    TRY_ASSIGN(sql::StateDatabase *const state, m_ports.state());
    return state->journal->runs(filter);
}

Result<RunRecord> EngineLedgerDesk::run(const RunId &id) {
    TRY_ASSIGN(sql::StateDatabase *const state, m_ports.state());
    return state->journal->run(id);
}

Result<std::vector<Item>> EngineLedgerDesk::items(const RunId &id) {
    TRY_ASSIGN(sql::StateDatabase *const state, m_ports.state());
    return state->journal->items(id);
}

Result<std::vector<LockInfo>> EngineLedgerDesk::locks() {
    TRY_ASSIGN(const auto wiki, m_ports.openWiki(true));
    TRY_ASSIGN(const std::vector<Space> spaces, wiki->catalog().spaces());
    return m_ports.lock().holders(idsOf(spaces));
}

Result<> EngineLedgerDesk::releaseLock(const SpaceId &space, const std::string &expectedHolder) {
    TRY(m_ports.lock().release(space, expectedHolder));
    logAct(fmt::format("Space {}: the lock of holder {} was released by {}", space.str(), expectedHolder,
                       m_ports.actor()));
    return {};
}

std::vector<DoctorCheck> EngineLedgerDesk::doctor(std::stop_token stop) {
    return examine(m_ports, std::move(stop));
}

Result<std::vector<Activity>> EngineActivityStore::activity() {
    TRY_ASSIGN(sql::StateDatabase *const state, m_ports.state());
    return state->activity->activity();
}

Result<> EngineActivityStore::keepActivity(const std::vector<Activity> &all) {
    TRY_ASSIGN(sql::StateDatabase *const state, m_ports.state());
    return state->activity->keepActivity(all);
}

}  // namespace wikivault
