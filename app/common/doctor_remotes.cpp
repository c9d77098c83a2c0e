#include "app/common/doctor.h"

#include <filesystem>

namespace wikivault {

namespace {

std::string adviceFor(const Space &space, RemoteFault fault) {
    if (fault == RemoteFault::HostKeyUnknown)
        return "Compare the fingerprint, then \"wikivaultctl remote trust " + space.slug + " --fingerprint SHA256:…\".";
    return "Look at \"wikivaultctl remote show " + space.slug + "\".";
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
    int following = 0;
    const RemotesOfSpaces remotes(ports.settings(), spaces);
    for (const Space &space : spaces) {
        if (stop.stop_requested()) return;
        const auto spec = remotes.of(space);
        if (!spec)
            checks.push_back({"remote " + space.slug, "fail", spec.error().detail,
                              "Correct GIT_SYNC_REMOTE." + space.slug + " or GIT_SYNC_REMOTE_TEMPLATE."});
        std::error_code ignored;
        const std::string vault = ports.settings().vaultDir(space.id.str()) + "/.git/wikivault";
        // Before the first run there is no place to ask from: a check makes nothing.
        if (spec && *spec && space.selected && std::filesystem::exists(vault, ignored))
            checks.push_back(examineRemote(space, *ports.openRemote(space, **spec), stop));
        if (spec && *spec && space.selected) ++following;
    }
    if (following > 0 && ports.settings().redisUrl.empty())
        checks.push_back(
            {"remotes without Redis", "ok",
             "There is no REDIS_URL, so another console that follows the same branches does not take turns "
             "with this one; a file pushed to both at once can become two pages.",
             "Where several consoles follow one branch, give all of them the same REDIS_URL. One console "
             "needs none."});
}

}  // namespace wikivault
