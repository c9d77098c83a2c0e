#include "app/common/doctor_fix.h"

#include "app/common/space_state.h"

#include <filesystem>

namespace wikivault {

namespace {

namespace fs = std::filesystem;

std::string lastCommit(Vault &vault) {
    const auto tip = vault.tip(refs::kMain);
    if (!tip || !*tip) return "which has no commit on main yet";
    const auto facts = vault.commitFacts(**tip);
    return "main at " + toHex(**tip).substr(0, 10) +
           (facts ? " by " + facts->info.author.name + " of " +
                        toIso8601(TimePoint(std::chrono::seconds(facts->info.seconds))).substr(0, 10)
                  : std::string());
}

/// Where a file stands in place of a directory no run opens a vault, and there is no room for its lock.
bool mayHoldVault(const std::string &folder) {
    std::error_code ignored;
    for (const std::string &place : {folder, folder + "/.git"}) {
        const fs::file_status found = fs::symlink_status(place, ignored);
        if (fs::exists(found) && !fs::is_directory(found)) return false;
    }
    return true;
}

}  // namespace

std::optional<OpenedVault> anotherVault(PortFactory &ports, const SpaceId &space) {
    if (ports.openVault(space, true)) return std::nullopt;
    auto unknown = ports.openUnknownVault(space);
    if (!unknown || !unknown->workTree || !readBranches(*unknown->vault)) return std::nullopt;
    return std::move(*unknown);
}

Result<> readBranches(Vault &vault) {
    for (const char *ref : {refs::kMain, refs::kMirror}) {
        TRY_ASSIGN(const auto tip, vault.tip(ref));
        if (!tip) continue;
        TRY_ASSIGN(const CommitFacts facts, vault.commitFacts(*tip));
        TRY(vault.tree(facts.tree));
    }
    return {};
}

Result<DoctorFix> EngineFixDesk::lookAtNewVault(const Space &space) {
    const std::string folder = m_ports.settings().vaultDir(space.id.str());
    std::error_code ignored;
    const bool isThere = fs::exists(fs::symlink_status(folder, ignored));
    std::string what = isThere ? "Moves " + folder + " and all that is in it to " + folder + ".set-aside-" +
                                     nameMoment(m_ports.clock().now()).substr(0, 8) + "…, and forgets that " +
                                     space.name + " had a vault."
                               : "Forgets that " + space.name + " had a vault.";
    what += " The next run makes a new one of what the wiki has.";
    what += " What was edited in the old files and never reached the wiki is in no new file.";
    if (const auto vault = m_ports.openVault(space.id, true); vault && vault->workTree && readBranches(*vault->vault))
        what += " The vault that is there can be read.";
    return DoctorFix{{}, std::move(what), true, {}};
}

Result<DoctorFix> EngineFixDesk::lookAtStrangeVault(const Space &space) {
    const std::string folder = m_ports.settings().vaultDir(space.id.str());
    const std::optional<OpenedVault> another = anotherVault(m_ports, space.id);
    if (!another)
        return fail(ErrorCode::Conflict,
                    "There is no other vault in " + folder +
                        " that could be taken: it is the one that was here, or damaged, gone, or another space's.");
    return DoctorFix{{},
                     "Takes the repository in " + folder + ", " + lastCommit(*another->vault) + ", for the vault of " +
                         space.name +
                         " from now on, and pauses the space: its next run makes pages of the files the wiki does not "
                         "have. Look at a preview, then resume it.",
                     true,
                     {}};
}

/// No run of the space begins while it is held.
Result<std::unique_ptr<Lease>> EngineFixDesk::holdStill(const Space &space) {
    TRY_ASSIGN(auto lease, m_ports.lock().tryAcquire(space.id, RunId("doctor")));
    if (!lease)
        return fail(ErrorCode::Conflict,
                    "Somebody runs " + space.name + " now, as \"wikivaultctl locks\" shows; nothing was done.");
    return lease;
}

Result<std::string> EngineFixDesk::startAnew(const Space &space) {
    const std::string folder = m_ports.settings().vaultDir(space.id.str());
    std::error_code problem;
    const bool isThere = fs::exists(fs::symlink_status(folder, problem));
    std::unique_ptr<Lease> lease;
    if (mayHoldVault(folder)) {
        TRY_ASSIGN(lease, holdStill(space));
    }
    const std::string aside = folder + std::string(kSetAside) + nameMoment(m_ports.clock().now());
    if (isThere) fs::rename(folder, aside, problem);
    if (isThere && problem)
        return fail(ErrorCode::Denied, folder + " cannot be moved: " + problem.message() + "; nothing was done.");
    TRY(m_ports.forgetVault(space.id));
    return (isThere ? "Moved " + folder + " to " + aside + ". " : std::string()) + "The next run of " + space.name +
           " makes a new vault.";
}

Result<std::string> EngineFixDesk::takeStrangeVault(const Space &space) {
    TRY_ASSIGN(const auto lease, holdStill(space));
    TRY_ASSIGN(sql::StateDatabase *const state, m_ports.state());
    TRY(state->memory->setPause(
        space.id, Pause{std::nullopt, "another vault was taken; look at a preview, then resume", m_ports.actor()}));
    TRY(m_ports.forgetVault(space.id));
    return m_ports.settings().vaultDir(space.id.str()) + " is the vault of " + space.name +
           " now. The space is paused: look at a preview, then resume it.";
}

}  // namespace wikivault
