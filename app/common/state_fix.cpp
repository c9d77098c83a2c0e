#include "app/common/doctor_fix.h"

#include "app/common/space_state.h"
#include "engine/adapters/sql/state_file.h"

#include <array>
#include <filesystem>

/// A damaged state.db is set aside, and what it knew of vaults and pauses is replaced by care.
namespace wikivault {

namespace {

namespace fs = std::filesystem;

std::vector<SpaceId> spacesWithVaults(const std::string &folder) {
    std::vector<SpaceId> spaces;
    std::error_code ignored;
    for (const auto &entry : fs::directory_iterator(folder, ignored)) {
        const std::string name = entry.path().filename().string();
        if (parseUuid(name) && fs::exists(entry.path() / ".git", ignored)) spaces.emplace_back(name);
    }
    return spaces;
}

/// SQLite's own files beside it go along: they belong to that file alone.
Result<> moveAside(const std::string &file, const std::string &aside) {
    for (const std::string end : {"", "-wal", "-shm"}) {
        std::error_code problem;
        if (!fs::exists(file + end, problem)) continue;
        fs::rename(file + end, aside + end, problem);
        if (problem) return fail(ErrorCode::Denied, file + end + " cannot be moved: " + problem.message() + ".");
    }
    return {};
}

}  // namespace

Result<DoctorFix> EngineFixDesk::lookAtState() {
    const std::string file = m_ports.stateFile();
    const Result<> sound = sql::checkStateFile(file);
    if (sound) return fail(ErrorCode::NotFound, file + " is sound, or not there yet.");
    if (sound.error().code != ErrorCode::Corrupt) return tl::unexpected<Error>(sound.error());
    if (m_ports.hasOpenState())
        return fail(ErrorCode::Conflict, sound.error().detail +
                                             ". This program has it open: end it, and mend it by \"" +
                                             fixCommand(m_ports.settings(), kStateFix) + "\".");
    std::string what = "Moves " + file + " to " + file + kSetAside.data() +
                       nameMoment(m_ports.clock().now()).substr(0, 8) + "…, and begins a new one. ";
    what += m_ports.settings().sharedJournal
                ? "Runs and pauses are in the shared journal and stay. Which pages wait after a failure is forgotten."
                : "The list of runs, what could be undone, what the guard held and pauses are forgotten. Every space "
                  "that has a vault here is paused: look at a preview, then resume it.";
    what += " Close other consoles and drivers of this data directory first.";
    return DoctorFix{{}, std::move(what), true, {}};
}

Result<std::string> EngineFixDesk::startStateAnew() {
    const std::string file = m_ports.stateFile();
    const std::vector<SpaceId> spaces = spacesWithVaults(m_ports.settings().dataDir);
    std::vector<std::unique_ptr<Lease>> held;
    for (const SpaceId &space : spaces) {
        TRY_ASSIGN(auto lease, m_ports.lock().tryAcquire(space, RunId("doctor")));
        if (!lease)
            return fail(ErrorCode::Conflict,
                        "Somebody runs space " + space.str() + " now; nothing was done. Try again when it has ended.");
        held.push_back(std::move(lease));
    }
    const std::string aside = file + std::string(kSetAside) + nameMoment(m_ports.clock().now());
    TRY(moveAside(file, aside));
    TRY_ASSIGN(sql::StateDatabase *const state, m_ports.state());
    for (const SpaceId &space : spaces) {
        // Without a word of where its branches stood, its next run compares both sides text by text.
        TRY(state->memory->rememberVault(space, VaultMemory{true, {}, {}, {}, {}}));
        if (m_ports.settings().sharedJournal) continue;
        TRY(state->memory->setPause(
            space, Pause{std::nullopt, "state.db was damaged and begun anew; look at a preview, then resume",
                         m_ports.actor()}));
    }
    std::string done = "Moved " + file + " to " + aside + ".";
    if (!m_ports.settings().sharedJournal && !spaces.empty())
        done += " Paused " + counted(static_cast<std::int64_t>(spaces.size()), "space") +
                ": look at a preview of each, then resume it.";
    return done;
}

}  // namespace wikivault
