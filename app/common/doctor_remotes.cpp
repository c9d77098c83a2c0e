#include "app/common/doctor.h"

#include <filesystem>

namespace wikivault {

namespace {

std::string adviceFor(const Space &space, RemoteFault fault) {
    if (fault == RemoteFault::HostKeyUnknown)
        return "Compare the fingerprint, then wikivaultctl remote trust " + space.slug + " --fingerprint SHA256:…";
    return "wikivaultctl remote show " + space.slug + " says since when.";
}

DoctorCheck examineRemote(const Space &space, Remote &remote, const std::stop_token &stop) {
    const std::string name = "remote " + space.slug;
    const auto view = remote.look(stop);
    if (!view)
        return {name, needsPerson(view.error().fault) ? "fail" : "warn", view.error().detail,
                adviceFor(space, view.error().fault)};
    const RemoteSpec &spec = remote.spec();
    const std::string url = maskedUrl(spec.url.text);
    if (view->offersMirror)
        return {name, "warn", url + " has refs named docmost, which are the engine's own and ignored.",
                "Delete them there if nobody needs them."};
    if (spec.url.scheme == RemoteScheme::File)
        return {name, "warn", url + " is a path of this machine: nothing leaves it, and one console only may use it.",
                "For a team or a copy elsewhere, give an ssh or https address."};
    return {name, "ok", url + " answers, branch " + spec.branch + ".", ""};
}

}  // namespace

void examineRemotes(PortFactory &ports, const std::vector<Space> &spaces, const std::stop_token &stop,
                    std::vector<DoctorCheck> &checks) {
    for (const Space &space : spaces) {
        if (stop.stop_requested()) return;
        const auto remote = ports.openRemote(space, spaces);
        if (!remote)
            checks.push_back({"remote " + space.slug, "fail", remote.error().detail,
                              "Correct GIT_SYNC_REMOTE." + space.slug + " or GIT_SYNC_REMOTE_TEMPLATE."});
        std::error_code ignored;
        const std::string vault = ports.settings().vaultDir(space.id.str()) + "/.git/wikivault";
        // Before the first run there is no place to ask from: a check makes nothing.
        if (remote && *remote && space.selected && std::filesystem::exists(vault, ignored))
            checks.push_back(examineRemote(space, **remote, stop));
    }
}

}  // namespace wikivault
