#include "app/common/doctor.h"

#include "app/common/idle_settings.h"
#include "app/common/space_state.h"

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

DoctorCheck examineVault(PortFactory &ports, const Space &space) {
    namespace fs = std::filesystem;
    DoctorCheck check{"vault " + space.slug, "ok", "", ""};
    const std::string path = ports.settings().vaultDir(space.id.str());
    std::error_code ignored;
    if (const auto place = ports.checkVault(space.id); !place)
        return {check.name, "fail", place.error().detail, "See the vault directory " + path + "."};
    if (!fs::exists(path + "/.git/HEAD", ignored)) {
        check.detail = "No vault yet; the first run creates " + path + ".";
        return check;
    }
    const auto vault = ports.openVault(space.id, true);
    if (!vault) return {check.name, "fail", vault.error().detail, "See the vault directory " + path + "."};
    const auto tip = vault->vault->tip(refs::kMain);
    if (!tip) return {check.name, "fail", tip.error().detail, "Run git fsck in " + path + "."};
    check.detail =
        *tip ? "The branch main is at " + toHex(**tip).substr(0, 10) + "." : "The branch main has no commit yet.";
    if (fs::exists(path + "/.git/index.lock", ignored))
        return {check.name, "warn", check.detail + " .git/index.lock exists.",
                "If no git command runs there, the next run sets it aside."};
    for (const std::string &folder : {path, path + "/.git", path + "/.git/objects", path + "/.git/refs"})
        if (access(folder.c_str(), W_OK | X_OK) != 0)
            return {check.name, "fail", folder + " cannot be written by this user.", "Change its owner or rights."};
    if (!vault->workTree) return check;
    const auto head = vault->workTree->headState();
    if (!head) return {check.name, "fail", head.error().detail, "Look at git status in " + path + "."};
    if (*head == HeadState::OtherBranch)
        return {check.name, "warn", check.detail + " Another branch is checked out.",
                "git switch main in " + path + "."};
    if (*head == HeadState::OperationPending)
        return {check.name, "warn", check.detail + " A merge, rebase or cherry-pick is in progress.",
                "Finish or abort it in " + path + "."};
    return check;
}

}  // namespace wikivault
