#include "app/common/doctor.h"

#include <algorithm>

namespace wikivault {

namespace {

DoctorCheck judgeRole(const Space &space, const std::map<SpaceId, std::string> &roles) {
    const std::string name = "rights in " + space.slug;
    const auto role = roles.find(space.id);
    if (role == roles.end())
        return {name, "fail", "The API account is no member of " + space.name + ": nothing can be written there.",
                "Add it to the members of the space as a writer; being an administrator of the wiki is not enough."};
    if (role->second == "reader")
        return {name, "fail", "The API account may only read " + space.name + ".", "Make it a writer of the space."};
    return {name, "ok", "The API account is " + role->second + " of " + space.name + ".", ""};
}

/// Who is not let in cannot be told from nobody.
void doubtActor(const Settings &settings, std::vector<DoctorCheck> &checks) {
    if (effectiveWriter(settings) != WriterChoice::Api) return;
    for (DoctorCheck &check : checks)
        if (check.name == kActorCheck)
            check = {kActorCheck, "unknown", "The wiki's API did not say who its account is.",
                     "See the check of the wiki API."};
}

}  // namespace

void examineApi(PortFactory &ports, const std::stop_token &stop, std::vector<DoctorCheck> &checks) {
    if (ports.settings().apiUrl.empty()) return;
    const auto api = ports.openApi(stop);
    const auto account = api ? (*api)->account() : Result<UserId>(tl::unexpected<Error>(api.error()));
    if (!account) {
        doubtActor(ports.settings(), checks);
        checks.push_back({"wiki API", "fail", account.error().detail,
                          "Check DOCMOST_API_URL (now " + maskedUrl(ports.settings().apiUrl) + ") and the account."});
        return;
    }
    const auto takes = (*api)->takesBodies();
    if (!takes) {
        doubtActor(ports.settings(), checks);
        checks.push_back({"wiki API", "fail", takes.error().detail, "Look at the server's log."});
    } else if (!*takes)
        checks.push_back({"wiki API", "fail", "This wiki ignores a page's text when it comes through its API.",
                          "Upgrade it to Docmost 0.70 or newer."});
    else
        checks.push_back({"wiki API", "ok",
                          "It lets " + (ports.settings().apiEmail.empty() ? "the token" : ports.settings().apiEmail) +
                              " in and takes pages' texts.",
                          ""});
}

void examineRoles(PortFactory &ports, const std::vector<Space> &spaces, const std::stop_token &stop,
                  std::vector<DoctorCheck> &checks) {
    if (effectiveWriter(ports.settings()) != WriterChoice::Api) return;
    const auto api = ports.openApi(stop);
    if (!api) return;  // said already
    const auto roles = (*api)->roles();
    if (!roles) return;
    for (const Space &space : spaces)
        if (space.selected) checks.push_back(judgeRole(space, *roles));
}

}  // namespace wikivault
