#include "app/common/space_desk.h"

#include "app/common/attachment_state.h"
#include "app/common/doctor.h"
#include "app/common/logging.h"
#include "app/common/space_state.h"

#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>

namespace wikivault {

namespace {

constexpr std::chrono::hours kDay{24};

/// Nice to know: whoever cannot be asked is left out.
void addWhatIsOpen(const PortFactory &ports, PageStore &pages, std::vector<SpaceRow> &rows) {
    const std::unique_ptr<PagePresence> presence = ports.openPresence();
    const auto open = presence ? presence->openPages() : Result<std::vector<PageId>>();
    if (!open || open->empty()) return;
    for (SpaceRow &row : rows)
        if (const auto standings = pages.standings(row.space.id, *open))
            row.openPages = static_cast<int>(std::count_if(standings->begin(), standings->end(), [](const auto &one) {
                return one.standing == Standing::LiveHere;
            }));
}

void addRoles(PortFactory &ports, std::vector<SpaceRow> &rows, const std::stop_token &stop) {
    if (effectiveWriter(ports.settings()) != WriterChoice::Api) return;
    const auto roles = ports.apiRoles(stop);
    if (!roles) {
        spdlog::warn("{}", roles.error().detail);
        return;
    }
    for (SpaceRow &row : rows) {
        const auto role = roles->find(row.space.id);
        row.apiRole = role == roles->end() ? "none" : role->second;
    }
}

}  // namespace

Result<std::vector<SpaceRow>> EngineSpaceDesk::spaces(std::stop_token stop) {
    TRY_ASSIGN(const auto wiki, m_ports.openWiki(true, stop));
    TRY_ASSIGN(const std::vector<Space> spaces, wiki->catalog().spaces());
    std::vector<SpaceDigest> digests;  // read once some space has nothing else to tell
    TRY_ASSIGN(sql::StateDatabase *const state, m_ports.state());
    std::vector<LockInfo> locks;
    // Redis being away must not hide the spaces: it is a check of the doctor and an error of the run.
    if (auto held = m_ports.lock().holders(idsOf(spaces)))
        locks = std::move(*held);
    else
        spdlog::warn("{}", held.error().detail);
    TRY_ASSIGN(auto standings, state->journal->standings(idsOf(spaces)));
    TRY_ASSIGN(const auto pauses, state->memory->pauses());
    std::vector<SpaceRow> rows;
    for (const Space &space : spaces) {
        if (stop.stop_requested()) return fail(ErrorCode::Cancelled, "Listing the spaces was stopped.");
        SpaceFacts facts{space, {}, {}, {}, {}};
        facts.runs = std::move(standings[space.id]);
        if (const auto pause = pauses.find(space.id); pause != pauses.end()) facts.pause = pause->second;
        const auto isOfSpace = [&](const LockInfo &info) { return info.space == space.id; };
        if (const auto lock = std::find_if(locks.begin(), locks.end(), isOfSpace); lock != locks.end())
            facts.lock = *lock;
        if (!facts.runs.newest && digests.empty()) {
            TRY_ASSIGN(digests, wiki->catalog().digests());
        }
        const auto isDigest = [&](const SpaceDigest &digest) { return digest.space.id == space.id; };
        if (const auto digest = std::ranges::find_if(digests, isDigest); digest != digests.end())
            facts.digest = *digest;
        rows.push_back(makeSpaceRow(std::move(facts), m_ports.clock().now(), m_moment));
    }
    addWhatIsOpen(m_ports, wiki->pages(), rows);
    addRoles(m_ports, rows, stop);
    for (SpaceRow &row : rows) {
        row.attachments = attachmentsOf(m_ports, row.space);
        row.note = noteOf(row);
    }
    return rows;
}

Result<> EngineSpaceDesk::setEnabled(const SpaceId &space, bool enabled) {
    TRY_ASSIGN(const auto wiki, m_ports.openWiki(false));
    TRY(wiki->catalog().setEnabled(space, enabled));
    logAct(fmt::format("Space {}: {} by {}", space.str(), enabled ? "enabled" : "disabled", m_ports.actor()));
    return {};
}

Result<> EngineSpaceDesk::setPause(const SpaceId &space, const std::optional<Pause> &pause) {
    TRY_ASSIGN(sql::StateDatabase *const state, m_ports.state());
    const std::string actor = m_ports.actor();
    TRY(state->memory->setPause(space, pause ? std::optional(Pause{pause->until, pause->reason, actor}) : pause));
    logAct(!pause ? fmt::format("Space {}: resumed by {}", space.str(), actor)
                  : fmt::format("Space {}: paused by {} until {}", space.str(), actor,
                                pause->until ? toIso8601(*pause->until) : "resumed"));
    return {};
}

Result<std::vector<WatchedSpace>> EngineSpaceDesk::watch(std::stop_token stop) {
    TRY_ASSIGN(const auto wiki, m_ports.openWiki(true, stop));
    TRY_ASSIGN(std::vector<SpaceDigest> digests, wiki->catalog().digests());
    TRY_ASSIGN(sql::StateDatabase *const state, m_ports.state());
    TRY_ASSIGN(const auto pauses, state->memory->pauses());
    std::vector<SpaceId> ids;
    for (const SpaceDigest &digest : digests)
        ids.push_back(digest.space.id);
    TRY_ASSIGN(const auto successes, state->journal->lastSuccesses(ids));
    std::vector<WatchedSpace> watched;
    for (SpaceDigest &digest : digests) {
        WatchedSpace &one = watched.emplace_back(WatchedSpace{std::move(digest), {}, {}});
        if (const auto pause = pauses.find(one.digest.space.id); pause != pauses.end()) one.pause = pause->second;
        if (const auto end = successes.find(one.digest.space.id); end != successes.end()) one.lastSuccess = end->second;
    }
    return watched;
}

/// Once a day; what is too old helps nobody, and undoing it would undo all that came after.
void EngineSpaceDesk::forgetOldRuns(sql::StateDatabase &state) {
    const TimePoint now = m_ports.clock().now();
    {
        const std::scoped_lock guard(m_runningMutex);
        if (m_forgotten && now - *m_forgotten < kDay) return;
        m_forgotten = now;
    }
    const auto forgotten = state.forgetBefore(now - m_ports.settings().keepRunsDays * kDay);
    if (!forgotten) spdlog::warn("Old runs are still in the journal: {}", forgotten.error().detail);
    if (forgotten && *forgotten > 0)
        spdlog::info("Forgot {} runs older than {} days.", *forgotten, m_ports.settings().keepRunsDays);
}

void EngineSpaceDesk::warnOfNetworkDisk() {
    std::call_once(m_diskLookedAt, [this] {
        const std::string &folder = m_ports.settings().dataDir;
        const std::string kind = system::networkDiskOf(folder);
        if (!kind.empty()) spdlog::warn("{}", networkDiskWarning(folder, kind));
    });
}

}  // namespace wikivault
