#include "engine/core/schedule.h"
#include "engine/run/remote_steps.h"

namespace wikivault {

namespace {

Item pushItem(const Cycle &cycle, const std::string &detail) {
    Item item;
    item.action = Action::Push;
    item.path = maskedUrl(cycle.ports.remote->spec().url.text);
    item.detail = detail;
    return item;
}

/// Main may go there: it continues what stands there, as far as anybody knows.
Result<bool> mayPush(Cycle &cycle) {
    const RemoteState &remote = cycle.remote;
    if (!cycle.vault.mainTip || remote.isWaiting || cycle.vault.head != HeadState::OnMain) return false;
    if (cycle.request.pushOnly) return true;
    if (remote.problem || remote.hasNews) return false;
    // In part of a space nobody looked: the server says whether it fits.
    if (!remote.isAsked) return remote.status.fault == RemoteFault::None && remote.agreed != cycle.vault.mainTip;
    if (!remote.seen) return true;
    if (remote.seen == cycle.vault.mainTip) return false;
    return cycle.ports.vault.isAncestor(*remote.seen, *cycle.vault.mainTip);
}

Result<> push(Cycle &cycle) {
    RemoteState &remote = cycle.remote;
    const RemoteSpec &spec = cycle.ports.remote->spec();
    const std::string branch = cycle.request.remoteBranch.empty() ? spec.branch : cycle.request.remoteBranch;
    const CommitId tip = *cycle.vault.mainTip;
    TRY(cycle.checkpoint.pass("pushing to the remote"));
    const TransferSink sink = [&](const std::string &line) {
        (void)cycle.checkpoint.pass("pushing to the remote", line);
    };
    const auto pushed = cycle.ports.remote->push(tip, branch, sink, cycle.checkpoint.cancel());
    if (!pushed) {
        remote.problem = pushed.error();
        cycle.report.remoteMoved = pushed.error().fault == RemoteFault::NonFastForward && remote.isAsked;
        return {};
    }
    remote.items.push_back(pushItem(cycle, "pushed main at " + toHex(tip).substr(0, 12) + " to the branch " + branch));
    if (branch != spec.branch) return {};
    remote.status.lastPush = cycle.ports.clock.now();
    remote.seen = tip;
    remote.problem.reset();
    remote.isAsked = true;
    return {};
}

/// Both stand at the same commit: that is where the next difference begins.
Result<> rememberAgreed(Cycle &cycle) {
    RemoteState &remote = cycle.remote;
    if (remote.problem || !remote.seen || remote.hasNews || remote.agreed == remote.seen) return {};
    TRY(cycle.checkpoint.pass("remembering what was done"));
    TRY(cycle.ports.vault.moveRefs({{remoteRef(cycle.ports.remote->spec()), remote.agreed, remote.seen}}));
    remote.agreed = remote.seen;
    return {};
}

void settleStatus(Cycle &cycle) {
    RemoteState &remote = cycle.remote;
    RemoteStatus &status = remote.status;
    const TimePoint now = cycle.ports.clock.now();
    if (remote.seen) status.tip = toHex(*remote.seen);
    if (remote.problem) {
        if (status.fault != remote.problem->fault) status.since = now;
        status.fault = remote.problem->fault;
        status.problem = remote.problem->detail;
        status.fingerprint = remote.problem->fingerprint;
        status.knownFingerprint = remote.problem->knownFingerprint;
        ++status.failures;
        status.notBefore = now + backOffAfter(status.failures);
        Item item = pushItem(cycle, status.problem);
        item.action = remote.isAsked ? Action::Push : Action::Fetch;
        item.outcome = Outcome::Failed;
        item.reason = Reason::Remote;
        remote.items.push_back(item);
    } else if (remote.isAsked && status.fault != RemoteFault::None) {
        status.fault = RemoteFault::None;
        status.problem = status.fingerprint = status.knownFingerprint = {};
        status.since = status.notBefore = {};
        status.failures = 0;
    }
}

}  // namespace

Result<> pushAtOnce(Cycle &cycle) {
    if (!cycle.remote.isLoaded || !cycle.request.pushesAtOnce) return {};
    TRY_ASSIGN(const bool may, mayPush(cycle));
    if (!may) return {};
    TRY(push(cycle));
    return rememberAgreed(cycle);
}

Result<> pushRemote(Cycle &cycle) {
    RemoteState &remote = cycle.remote;
    if (!remote.isLoaded) return {};
    TRY_ASSIGN(const bool may, mayPush(cycle));
    if (may) TRY(push(cycle));
    TRY(rememberAgreed(cycle));
    if (!cycle.report.remoteMoved) settleStatus(cycle);
    for (const Item &item : remote.items)
        cycle.note(item);
    if (remote.status == remote.before) return {};
    TRY(cycle.checkpoint.pass("remembering what was done"));
    return cycle.ports.cache.setValue(kRemoteStatus, printRemoteStatus(remote.status));
}

}  // namespace wikivault
