#include "engine/run/remote_steps.h"

#include <set>

namespace wikivault {

namespace {

Item pushItem(const Cycle &cycle, const std::string &detail) {
    Item item;
    item.action = Action::Push;
    item.path = maskedUrl(cycle.ports.remote->spec().url.text);
    item.detail = detail;
    return item;
}

constexpr int kMostCounted = 100;

/// How many commits of `tip` are not part of `from`, as far as they are counted.
Result<int> commitsSince(Vault &vault, const CommitId &from, const CommitId &tip) {
    std::set<CommitId> met{tip};
    std::vector<CommitId> next{tip};
    int count = 0;
    while (!next.empty() && count <= kMostCounted) {
        const CommitId commit = next.back();
        next.pop_back();
        TRY_ASSIGN(const bool isOld, vault.isAncestor(commit, from));
        if (isOld) continue;
        ++count;
        TRY_ASSIGN(const CommitFacts facts, vault.commitFacts(commit));
        for (const CommitId &parent : facts.parents)
            if (met.insert(parent).second) next.push_back(parent);
    }
    return count;
}

std::string shortHex(const CommitId &commit) {
    return toHex(commit).substr(0, 12);
}

/// `pushed 2 commits of main, 0a1b2c..3d4e5f, to the branch main`. Counted only for a person: a poll does not wait.
std::string pushSentence(Cycle &cycle, const CommitId &tip, const std::string &branch) {
    const RemoteState &remote = cycle.remote;
    const std::optional<CommitId> from = remote.seen ? remote.seen : remote.agreed;
    const bool isOwnBranch = branch == cycle.ports.remote->spec().branch;
    const std::string to = shortHex(tip);
    if (isOwnBranch && remote.isAsked && !from)
        return "pushed main at " + to + " to the branch " + branch + ", which is new there";
    if (!isOwnBranch || !from) return "pushed main at " + to + " to the branch " + branch;
    const std::string range = shortHex(*from) + ".." + to;
    const Result<int> count = cycle.request.automatic ? Result<int>(0) : commitsSince(cycle.ports.vault, *from, tip);
    if (!count || *count == 0) return "pushed main, " + range + ", to the branch " + branch;
    if (*count == 1) return "pushed 1 commit of main, " + range + ", to the branch " + branch;
    const std::string number = *count > kMostCounted ? std::to_string(kMostCounted) + "+" : std::to_string(*count);
    return "pushed " + number + " commits of main, " + range + ", to the branch " + branch;
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
    remote.items.push_back(pushItem(cycle, pushSentence(cycle, tip, branch)));
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
    if (remote.seen) status.tip = toHex(*remote.seen);
    if (remote.problem) {
        noteProblem(status, *remote.problem, cycle.ports.clock.now());
        Item item = pushItem(cycle, status.problem);
        item.action = remote.isAsked ? Action::Push : Action::Fetch;
        item.outcome = Outcome::Failed;
        item.reason = Reason::Remote;
        remote.items.push_back(item);
    } else if (remote.isAsked && status.fault != RemoteFault::None) {
        clearProblem(status);
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
