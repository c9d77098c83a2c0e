#include "engine/run/remote_steps.h"

namespace wikivault {

namespace {

Result<> loadRemote(Cycle &cycle) {
    RemoteState &remote = cycle.remote;
    const RemoteSpec &spec = cycle.ports.remote->spec();
    TRY_ASSIGN(const std::string text, cycle.ports.cache.value(kRemoteStatus));
    remote.before = remote.status = parseRemoteStatus(text, spec);
    TRY_ASSIGN(remote.agreed, cycle.ports.vault.tip(remoteRef(spec)));
    remote.isLoaded = true;
    remote.isWaiting =
        cycle.request.automatic && remote.status.notBefore && cycle.ports.clock.now() < *remote.status.notBefore;
    return {};
}

Item fetchItem(const Cycle &cycle, const std::string &detail) {
    Item item;
    item.action = Action::Fetch;
    item.path = maskedUrl(cycle.ports.remote->spec().url.text);
    item.detail = detail;
    return item;
}

/// The branch's commits are in the vault afterwards; where it stands may have moved since it was looked at.
Result<> bringCommits(Cycle &cycle) {
    RemoteState &remote = cycle.remote;
    if (cycle.ports.vault.commitFacts(*remote.seen)) return {};
    TRY(cycle.checkpoint.pass("fetching from the remote"));
    std::vector<CommitId> have;
    for (const auto &commit : {cycle.vault.mainTip, remote.agreed})
        if (commit) have.push_back(*commit);
    const TransferSink sink = [&](const std::string &line) {
        (void)cycle.checkpoint.pass("fetching from the remote", line);
    };
    const auto fetched = cycle.ports.remote->fetch(have, sink, cycle.checkpoint.cancel());
    TRY(cycle.checkpoint.pass("fetching from the remote"));
    if (!fetched) {
        remote.problem = fetched.error();
        return {};
    }
    remote.seen = *fetched;
    remote.status.lastFetch = cycle.ports.clock.now();
    remote.items.push_back(fetchItem(
        cycle, "fetched the branch " + cycle.ports.remote->spec().branch + " at " + toHex(*fetched).substr(0, 12)));
    return {};
}

/// Whether what stands there continues what both agreed on.
Result<> judge(Cycle &cycle) {
    RemoteState &remote = cycle.remote;
    Vault &vault = cycle.ports.vault;
    if (remote.agreed && !cycle.request.followRemote) {
        TRY_ASSIGN(remote.problem, breakIn(vault, cycle.ports.remote->spec(), *remote.agreed, remote.seen));
        if (remote.problem) return {};
    }
    if (!cycle.vault.mainTip) return {};
    TRY_ASSIGN(const bool isKnown, vault.isAncestor(*remote.seen, *cycle.vault.mainTip));
    remote.hasNews = !isKnown;
    return {};
}

Result<> takeView(Cycle &cycle, const RemoteView &view) {
    RemoteState &remote = cycle.remote;
    remote.status.offersMirror = view.offersMirror;
    remote.seen = view.tip;
    if (!view.tip) {
        if (remote.agreed) {
            TRY_ASSIGN(remote.problem, breakIn(cycle.ports.vault, cycle.ports.remote->spec(), *remote.agreed, {}));
        }
        return {};
    }
    if (view.tip == remote.agreed && !cycle.request.followRemote) return {};
    TRY(bringCommits(cycle));
    if (remote.problem) return {};
    const Result<> judged = judge(cycle);
    if (judged || judged.error().code == ErrorCode::Unavailable) return judged;
    remote.problem =
        branchProblem(cycle.ports.remote->spec(), RemoteFault::Hostile, "cannot be read: " + judged.error().detail);
    return {};
}

}  // namespace

Result<> fetchRemote(Cycle &cycle) {
    if (!cycle.ports.remote || cycle.request.preview) return {};
    TRY(loadRemote(cycle));
    RemoteState &remote = cycle.remote;
    if (cycle.isPartial() || remote.isWaiting || cycle.request.pushOnly) return {};
    TRY(cycle.checkpoint.pass("asking the remote"));
    const auto view = cycle.ports.remote->look(cycle.checkpoint.cancel());
    TRY(cycle.checkpoint.pass("asking the remote"));
    if (!view) {
        remote.problem = view.error();
        return {};
    }
    remote.isAsked = true;
    return takeView(cycle, *view);
}

}  // namespace wikivault
