#include "app/common/vault_trouble.h"

#include "engine/adapters/git/living_process.h"

#include <sys/stat.h>
#include <fstream>

namespace wikivault {

namespace {

/// Of docmost, and nobody has been at it for a while: a person merges it too, but is there then.
Result<bool> isLeftBehind(const OpenedVault &vault, const std::string &folder, const Clock &clock) {
    const std::string file = folder + "/.git/MERGE_HEAD";
    const auto age = minutesOld(file, clock);
    if (!age || *age < kLeftBehindMinutes || git::isGitAtWork(folder)) return false;
    std::string line;
    std::getline(std::ifstream(file), line);
    const auto merged = parseObjectId<CommitId>(line);
    TRY_ASSIGN(const auto main, vault.vault->tip(refs::kMain));
    TRY_ASSIGN(const auto mirror, vault.vault->tip(refs::kMirror));
    if (!merged || !mirror || merged == main) return false;
    const auto isMirrors = vault.vault->isAncestor(*merged, *mirror);
    return isMirrors && *isMirrors;
}

Result<VaultTrouble> troubleOfHead(const OpenedVault &vault, const std::string &folder, const Clock &clock) {
    TRY_ASSIGN(const HeadState head, vault.workTree->headState());
    if (head == HeadState::OtherBranch) return VaultTrouble::OtherBranch;
    if (head == HeadState::OnMain) return VaultTrouble::None;
    TRY_ASSIGN(const bool isLeft, isLeftBehind(vault, folder, clock));
    return isLeft ? VaultTrouble::LeftoverMerge : VaultTrouble::PersonsOperation;
}

}  // namespace

std::optional<int> minutesOld(const std::string &file, const Clock &clock) {
    struct stat status {};
    if (::lstat(file.c_str(), &status) != 0) return std::nullopt;
    const auto now = std::chrono::duration_cast<std::chrono::seconds>(clock.now().time_since_epoch()).count();
    return static_cast<int>((now - status.st_mtim.tv_sec) / 60);
}

Result<VaultTrouble> troubleOf(const OpenedVault &vault, const std::string &folder, const Clock &clock) {
    if (const auto age = minutesOld(folder + "/.git/index.lock", clock)) {
        const bool inUse = *age < kLeftBehindMinutes || git::isGitAtWork(folder);
        return inUse ? VaultTrouble::LockInUse : VaultTrouble::StaleLock;
    }
    TRY_ASSIGN(const auto main, vault.vault->tip(refs::kMain));
    TRY_ASSIGN(const auto mirror, vault.vault->tip(refs::kMirror));
    if (!main && mirror) return VaultTrouble::MainMissing;
    return vault.workTree ? troubleOfHead(vault, folder, clock) : VaultTrouble::None;
}

}  // namespace wikivault
