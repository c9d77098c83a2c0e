#include "app/common/doctor_fix.h"

#include "app/common/switch_branch.h"
#include "app/common/vault_trouble.h"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <filesystem>

namespace wikivault {

namespace {

namespace fs = std::filesystem;

constexpr const char *kVault = "vault", *kNewVault = "new-vault", *kTakeVault = "take-vault", *kLock = "lock",
                     *kDataDir = "data-directory";

Error notFixable(VaultTrouble trouble, const std::string &folder) {
    switch (trouble) {
        case VaultTrouble::LockInUse:
            return {ErrorCode::Conflict, "A git command may be at work in " + folder +
                                             ": its index.lock is younger than " + std::to_string(kLeftBehindMinutes) +
                                             " minutes, or a git process runs there. Try again later."};
        case VaultTrouble::PersonsOperation:
            return {ErrorCode::Conflict, "Somebody's merge, rebase or cherry-pick is in progress in " + folder +
                                             ": finish it or abort it there."};
        default: return {ErrorCode::NotFound, "Nothing is left to fix in " + folder + "."};
    }
}

Result<DoctorFix> fixOfVault(VaultTrouble trouble, const std::string &folder, const Clock &clock) {
    switch (trouble) {
        case VaultTrouble::StaleLock:
            return DoctorFix{{},
                             "Moves .git/index.lock of " + folder + ", " +
                                 std::to_string(minutesOld(folder + "/.git/index.lock", clock).value_or(0)) +
                                 " minutes old, to .git/wikivault/set-aside. No git process works there.",
                             false,
                             {}};
        case VaultTrouble::MainMissing:
            return DoctorFix{
                {},
                "Makes the branch main of " + folder +
                    " again: where its log says it was, else from HEAD or docmost. Files stay as they are.",
                false,
                {}};
        case VaultTrouble::LeftoverMerge:
            return DoctorFix{{},
                             "Ends the merge of docmost in " + folder +
                                 " that was cut off, after index and files were kept under refs/wikivault/rescue.",
                             true,
                             {}};
        case VaultTrouble::OtherBranch:
            return DoctorFix{{},
                             "Runs git switch main in " + folder +
                                 ". Files that were edited and not committed stay so; where switching would overwrite "
                                 "one, git refuses and nothing changes.",
                             true,
                             {}};
        default: return tl::unexpected<Error>(notFixable(trouble, folder));
    }
}

}  // namespace

std::string fixCommand(const Settings &settings, const std::string &word) {
    return "wikivaultctl doctor --fix " + word + " --profile " + settings.profile;
}

Result<EngineFixDesk::Target> EngineFixDesk::targetOf(const std::string &word, const std::stop_token &stop) {
    const std::size_t colon = word.find(':');
    Target target{word.substr(0, colon), {}};
    const bool isOfSpace =
        target.check == kVault || target.check == kNewVault || target.check == kTakeVault || target.check == kLock;
    if (!isOfSpace && target.check != kDataDir && target.check != kStateFix)
        return fail(ErrorCode::Invalid, "There is no fix \"" + word +
                                            "\"; there are vault:SPACE, new-vault:SPACE, take-vault:SPACE, "
                                            "lock:SPACE, data-directory and state.");
    if (isOfSpace != (colon != std::string::npos))
        return fail(ErrorCode::Invalid, isOfSpace ? "Say of which space: \"" + word + ":SPACE\"."
                                                  : "\"" + target.check + "\" is of no space.");
    if (!isOfSpace) return target;
    const std::string name = word.substr(colon + 1);
    TRY_ASSIGN(const auto wiki, m_ports.openWiki(true, stop));
    TRY_ASSIGN(const std::vector<Space> spaces, wiki->catalog().spaces());
    for (const Space &space : spaces) {
        if (space.id.str() != name && space.slug != name) continue;
        if (target.space)
            return fail(ErrorCode::Invalid, "Several spaces have the slug \"" + name + "\"; name one by its id.");
        target.space = space;
    }
    if (!target.space) return fail(ErrorCode::Invalid, "The wiki has no space \"" + name + "\".");
    return target;
}

Result<DoctorFix> EngineFixDesk::look(const std::string &word, std::stop_token stop) {
    TRY_ASSIGN(const Target target, targetOf(word, stop));
    auto fix = target.check == kVault       ? lookAtVault(*target.space)
               : target.check == kNewVault  ? lookAtNewVault(*target.space)
               : target.check == kTakeVault ? lookAtStrangeVault(*target.space)
               : target.check == kLock      ? lookAtLock(*target.space)
               : target.check == kStateFix  ? lookAtState()
                                            : lookAtDataDir();
    if (fix) fix->word = word;
    if (fix && target.space && target.check != kTakeVault) fix->frees = target.space->id;  // that one is paused by it
    return fix;
}

Result<DoctorFix> EngineFixDesk::lookAtVault(const Space &space) {
    TRY(m_ports.checkVault(space.id));
    const std::string folder = m_ports.settings().vaultDir(space.id.str());
    std::error_code ignored;
    if (!fs::exists(folder + "/.git/HEAD", ignored))
        return tl::unexpected<Error>(notFixable(VaultTrouble::None, folder));
    TRY_ASSIGN(OpenedVault vault, m_ports.openVault(space.id, true));
    TRY_ASSIGN(const VaultTrouble trouble, troubleOf(vault, folder, m_ports.clock()));
    if (trouble == VaultTrouble::None) TRY(readBranches(*vault.vault));
    return fixOfVault(trouble, folder, m_ports.clock());
}

Result<DoctorFix> EngineFixDesk::lookAtLock(const Space &space) {
    TRY_ASSIGN(const std::vector<LockInfo> locks, m_ports.lock().holders({space.id}));
    for (const LockInfo &lock : locks)
        if (!lock.ttlMs && !m_ports.settings().redisUrl.empty())
            return DoctorFix{{},
                             "Deletes the lock of " + space.name + " that " + lock.holder +
                                 " holds, if it is still that one. It never expires, so no run begins before. If the "
                                 "holder is alive, two processes may write the same vault.",
                             true,
                             lock.holder};
    return fail(ErrorCode::NotFound, "No lock of " + space.name + " is without an end.");
}

Result<DoctorFix> EngineFixDesk::lookAtDataDir() {
    const std::string &folder = m_ports.settings().dataDir;
    std::error_code problem;
    const auto others = fs::status(folder, problem).permissions() & fs::perms::others_all;
    if (problem || others == fs::perms::none)
        return fail(ErrorCode::NotFound, folder + " is closed to the other users of this host, or not there yet.");
    return DoctorFix{
        {}, "Takes the rights of the other users of this host on " + folder + " away (chmod o=).", false, {}};
}

Result<std::string> EngineFixDesk::make(const DoctorFix &fix, std::stop_token stop) {
    TRY_ASSIGN(const DoctorFix now, look(fix.word, stop));
    if (now.expects != fix.expects) return fail(ErrorCode::Conflict, "The lock changed hands, nothing was deleted.");
    TRY_ASSIGN(const Target target, targetOf(fix.word, stop));
    auto done = Result<std::string>("Deleted the lock.");
    if (target.check == kVault)
        done = mendVault(*target.space);
    else if (target.check == kNewVault)
        done = startAnew(*target.space);
    else if (target.check == kTakeVault)
        done = takeStrangeVault(*target.space);
    else if (target.check == kDataDir)
        done = mendDataDir();
    else if (target.check == kStateFix)
        done = startStateAnew();
    else
        TRY(m_ports.lock().release(target.space->id, fix.expects));
    if (done) spdlog::warn("Fix {} by {}: {}", fix.word, m_ports.actor(), *done);
    return done;
}

Result<std::string> EngineFixDesk::mendVault(const Space &space) {
    TRY_ASSIGN(const auto lease, m_ports.lock().tryAcquire(space.id, RunId("doctor")));
    if (!lease)
        return fail(ErrorCode::Conflict, "Somebody runs " + space.name + " now, and may mend it; nothing was done.");
    const std::string folder = m_ports.settings().vaultDir(space.id.str());
    TRY_ASSIGN(OpenedVault vault, m_ports.openVault(space.id, false));
    TRY_ASSIGN(const VaultTrouble trouble, troubleOf(vault, folder, m_ports.clock()));
    if (trouble == VaultTrouble::OtherBranch) {
        TRY(switchToMain(folder, m_ports.clock().now()));
        return "Switched " + folder + " to main.";
    }
    TRY(fixOfVault(trouble, folder, m_ports.clock()));
    TRY_ASSIGN(const std::vector<Item> healed, vault.workTree->heal());
    if (healed.empty()) return fail(ErrorCode::Conflict, "Nothing could be mended in " + folder + ".");
    std::string done;
    for (const Item &item : healed)
        done += (done.empty() ? "" : " ") + item.path + ": " + item.detail + ".";
    return done;
}

Result<std::string> EngineFixDesk::mendDataDir() {
    const std::string &folder = m_ports.settings().dataDir;
    std::error_code problem;
    fs::permissions(folder, fs::perms::others_all, fs::perm_options::remove, problem);
    if (problem) return fail(ErrorCode::Denied, "The rights of " + folder + " cannot be changed: " + problem.message());
    return folder + " is closed to the other users of this host.";
}

}  // namespace wikivault
