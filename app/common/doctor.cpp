#include "app/common/doctor.h"

#include "app/common/doctor_fix.h"
#include "app/common/idle_settings.h"
#include "app/common/space_state.h"
#include "app/common/vault_trouble.h"

#include <unistd.h>
#include <algorithm>
#include <filesystem>

namespace wikivault {

namespace {

void judgeRights(sql::WikiDatabase &wiki, const Settings &settings, std::vector<DoctorCheck> &checks) {
    const bool writes = effectiveWriter(settings) == WriterChoice::Sql;
    const auto missing = wiki.missingRights(writes);
    if (!missing)
        checks.push_back({"rights", "unknown", missing.error().detail, "Look at the database's log."});
    else if (!missing->empty())
        checks.push_back({"rights", "fail", "The database user lacks: " + *missing + ".",
                          "Grant them to the user in DATABASE_URL."});
    else
        checks.push_back({"rights", "ok",
                          writes ? "The database user may read and write pages." : "The database user may read pages.",
                          ""});
}

/// Whether the settings name a user is judged before; here the wiki knows it or not.
void judgeActor(sql::WikiDatabase &wiki, const Settings &settings, std::vector<DoctorCheck> &checks) {
    if (effectiveWriter(settings) != WriterChoice::Sql || settings.serviceUserId.empty()) return;
    const auto known = wiki.checkActor();
    const auto actor =
        std::find_if(checks.begin(), checks.end(), [](const DoctorCheck &check) { return check.name == kActorCheck; });
    if (known || actor == checks.end()) return;
    *actor = {kActorCheck, "fail", known.error().detail + ".",
              "Set GIT_SYNC_SERVICE_USER_ID to the UUID of a user of the wiki."};
}

/// What a fix can mend carries its command; a person's own work is only named.
DoctorCheck judgeTrouble(VaultTrouble trouble, DoctorCheck check, const std::string &path, const std::string &fix) {
    if (trouble == VaultTrouble::None) return check;
    check.status = "warn";
    switch (trouble) {
        case VaultTrouble::LockInUse:
            check.detail += " .git/index.lock exists: a git command may be at work.";
            check.advice = "If none runs there, it is taken for left behind after " +
                           std::to_string(kLeftBehindMinutes) + " minutes.";
            return check;
        case VaultTrouble::PersonsOperation:
            check.detail += " A merge, rebase or cherry-pick is in progress.";
            check.advice = "Finish or abort it in " + path + ".";
            return check;
        case VaultTrouble::StaleLock:
            check.detail += " .git/index.lock was left by a process that is gone.";
            check.advice = "The next run sets it aside, or do so now.";
            break;
        case VaultTrouble::MainMissing:
            check.status = "fail";
            check.detail = "The branch main is missing.";
            check.advice = "The next run makes it again, or do so now.";
            break;
        case VaultTrouble::LeftoverMerge:
            check.detail += " A merge of docmost was cut off.";
            check.advice = "The next run keeps its files and ends it, or do so now.";
            break;
        default:
            check.detail += " Another branch is checked out.";
            check.advice = "Run git -C " + path + " switch main.";
    }
    check.command = fix;
    return check;
}

DoctorCheck judgeSelection(const std::vector<Space> &spaces) {
    const auto flagged = std::count_if(spaces.begin(), spaces.end(), [](const Space &s) { return s.flagged; });
    const auto selected = std::count_if(spaces.begin(), spaces.end(), [](const Space &s) { return s.selected; });
    const std::string total = counted(static_cast<std::int64_t>(spaces.size()), "space") + " in the wiki";
    if (flagged == 0 && selected > 0)
        return {"spaces", "warn", total + ", none is enabled, so all are selected.",
                "Enable the spaces you mean, or set WIKIVAULT_UNFLAGGED=none."};
    if (selected == 0 && !spaces.empty())
        return {"spaces", "warn", total + ", none is selected: nothing is synced.",
                "Enable spaces: \"wikivaultctl enable SPACE\".", "wikivaultctl enable " + spaces.front().slug};
    return {"spaces", "ok", total + ", " + std::to_string(selected) + " selected.", ""};
}

/// Nothing when the database cannot be used.
std::unique_ptr<WikiReader> examineDatabase(PortFactory &ports, const std::stop_token &stop,
                                            std::vector<DoctorCheck> &checks) {
    auto wiki = ports.openDatabase(true);
    if (!wiki) {
        checks.push_back({"database", "fail", wiki.error().detail,
                          "Check DATABASE_URL (now " + maskedUrl(ports.settings().databaseUrl) + ")."});
        return nullptr;
    }
    const auto described = (*wiki)->describe();
    checks.push_back({"database", described ? "ok" : "fail", described ? *described : described.error().detail,
                      described ? "" : "Check that this is the database of a Docmost wiki."});
    judgeRights(**wiki, ports.settings(), checks);
    judgeActor(**wiki, ports.settings(), checks);
    if (!ports.settings().isSqlite()) checks.push_back(examineEvents(ports, stop));
    if (auto clock = examineClock(ports, stop)) checks.push_back(std::move(*clock));
    if (auto journal = examineJournal(ports, stop)) checks.push_back(std::move(*journal));
    return std::move(*wiki);
}

void examineWiki(PortFactory &ports, const std::stop_token &stop, std::vector<DoctorCheck> &checks) {
    std::unique_ptr<WikiReader> wiki;
    if (ports.settings().databaseUrl.empty()) {
        checks.push_back(
            {"database", "ok", "Not configured: the wiki is read through its API, which takes longer.", ""});
        if (auto api = ports.openApi(stop)) wiki = std::move(*api);  // else the check of the API has said why
    } else {
        wiki = examineDatabase(ports, stop, checks);
    }
    if (!wiki) return;
    const auto spaces = wiki->catalog().spaces();
    if (!spaces) {
        checks.push_back({"spaces", "fail", spaces.error().detail,
                          ports.settings().databaseUrl.empty() ? "Check that the API's account may see its spaces."
                                                               : "Check the rights on the table spaces."});
        return;
    }
    checks.push_back(judgeSelection(*spaces));
    for (const std::string &sentence : idleSettings(ports.settings(), *spaces))
        checks.push_back({"settings", "warn", sentence, "Correct it, or take it out."});
    examineRoles(ports, *spaces, stop, checks);
    examineLeaders(ports, *spaces, checks);
    examineDrivers(ports, *spaces, stop, checks);
    examineLocks(ports, *spaces, checks);
    examineStrays(ports, *spaces, checks);
    for (const Space &space : *spaces) {
        if (stop.stop_requested()) return;
        if (space.selected) checks.push_back(examineVault(ports, space));
    }
    examineRemotes(ports, *spaces, stop, checks);
    examineAttachments(ports, *spaces, checks);
}

}  // namespace

std::vector<DoctorCheck> examine(PortFactory &ports, std::stop_token stop) {
    std::vector<DoctorCheck> checks = examineSurroundings(ports);
    if (!stop.stop_requested()) examineApi(ports, stop, checks);
    if (!stop.stop_requested()) examineWiki(ports, stop, checks);
    return checks;
}

namespace {

bool isDiverged(Vault &vault) {
    const auto main = vault.tip(refs::kMain), mirror = vault.tip(refs::kMirror);
    if (!main || !*main || !mirror || !*mirror) return false;
    const auto agreed = vault.mergeBase(**main, **mirror);
    return agreed && !*agreed;
}

/// Something stands in the vault's place that can be none.
bool isInTheWay(const std::string &path) {
    namespace fs = std::filesystem;
    std::error_code ignored;
    return fs::exists(fs::symlink_status(path, ignored)) &&
           !fs::is_directory(fs::symlink_status(path + "/.git", ignored));
}

DoctorCheck judgeUnusable(PortFactory &ports, const Space &space, const Error &error) {
    const std::string path = ports.settings().vaultDir(space.id.str());
    DoctorCheck check{"vault " + space.slug, "fail", error.detail, "See the vault directory " + path + "."};
    if (error.code != ErrorCode::Corrupt && !isInTheWay(path)) return check;
    const bool isOther = anotherVault(ports, space.id).has_value();
    check.advice = isOther ? "Put the vault of this space back, or take this one for it."
                           : "Restore the vault from a copy, or set it aside and start anew from the wiki.";
    check.command = fixCommand(ports.settings(), (isOther ? "take-vault:" : "new-vault:") + space.slug);
    return check;
}

}  // namespace

DoctorCheck examineVault(PortFactory &ports, const Space &space) {
    namespace fs = std::filesystem;
    DoctorCheck check{"vault " + space.slug, "ok", "", ""};
    const std::string path = ports.settings().vaultDir(space.id.str());
    std::error_code ignored;
    if (const auto place = ports.checkVault(space.id); !place) return judgeUnusable(ports, space, place.error());
    if (!fs::exists(path + "/.git/HEAD", ignored)) {
        check.detail = "No vault yet; the first run creates " + path + ".";
        return check;
    }
    const auto vault = ports.openVault(space.id, true);
    if (!vault) return judgeUnusable(ports, space, vault.error());
    const auto tip = vault->vault->tip(refs::kMain);
    if (!tip) return {check.name, "fail", tip.error().detail, "Run git fsck in " + path + "."};
    check.detail =
        *tip ? "The branch main is at " + toHex(**tip).substr(0, 10) + "." : "The branch main has no commit yet.";
    for (const std::string &folder : {path, path + "/.git", path + "/.git/objects", path + "/.git/refs"})
        if (access(folder.c_str(), W_OK | X_OK) != 0)
            return {check.name, "fail", folder + " cannot be written by this user.", "Change its owner or rights."};
    if (const auto read = readBranches(*vault->vault); !read) return judgeUnusable(ports, space, read.error());
    const auto trouble = troubleOf(*vault, path, ports.clock());
    if (!trouble) return {check.name, "fail", trouble.error().detail, "Look at git status in " + path + "."};
    if (*trouble == VaultTrouble::None && isDiverged(*vault->vault))
        return {check.name, "warn", check.detail + " It has no history in common with docmost, the mirror of the wiki.",
                "The next run puts docmost where the last one left it, else makes it again from the wiki. Main stays."};
    return judgeTrouble(*trouble, check, path, fixCommand(ports.settings(), "vault:" + space.slug));
}

}  // namespace wikivault
