#include "engine/run/advance.h"
#include "engine/core/rig_hooks.h"
#include "engine/run/merge_steps.h"

#include <algorithm>

namespace wikivault {

namespace {

/// New mirror commits where the trees ask for them; the next agreed commit is a child of the tip, held or not.
Result<MirrorTips> storeMirror(Cycle &cycle) {
    VaultState &vault = cycle.vault;
    const MergeState &merge = cycle.merge;
    const bool holds = merge.heldTree != merge.agreedTree;
    MirrorTips tips{vault.agreed, vault.mirrorTip};
    // While main cannot merge, its base stays behind; the mirror moves on only with the wiki.
    if (vault.head != HeadState::OnMain && vault.mirrorTip && vault.mirrorTree == merge.heldTree) return tips;
    const bool agreedStands = vault.agreed && vault.agreedTree == merge.agreedTree;
    const bool tipStands =
        holds ? vault.mirrorTip != vault.agreed && vault.mirrorTree == merge.heldTree : vault.mirrorTip == vault.agreed;
    if (agreedStands && tipStands) return tips;
    if (!agreedStands || !holds) {
        std::vector<CommitId> parents;
        if (vault.mirrorTip) parents.push_back(*vault.mirrorTip);
        TRY_ASSIGN(tips.agreed,
                   commitTree(cycle, merge.agreedTree, parents, syncSubject(vault.mirrorTree, merge.agreedTree)));
        tips.tip = tips.agreed;
    } else if (vault.mirrorTip != vault.agreed) {
        // The held texts moved on: a fresh agreed commit keeps the ref moving forward only.
        TRY_ASSIGN(tips.agreed, commitTree(cycle, merge.agreedTree, {*vault.mirrorTip},
                                           syncSubject(vault.mirrorTree, merge.agreedTree)));
        tips.tip = tips.agreed;
    }
    if (holds) {
        TRY_ASSIGN(tips.tip,
                   commitTree(cycle, merge.heldTree, {*tips.agreed}, syncSubject(merge.agreedTree, merge.heldTree)));
    }
    return tips;
}

/// Main with the agreed mirror merged in: fast-forward where git would, one merge commit otherwise.
Result<std::optional<CommitId>> mergeIntoMain(Cycle &cycle, const std::optional<CommitId> &agreed,
                                              const std::optional<CommitId> &from, const VaultTree &fromTree) {
    const MergeState &merge = cycle.merge;
    if (!from) return agreed;
    bool merged = true;
    if (agreed) {
        TRY_ASSIGN(merged, cycle.ports.vault.isAncestor(*agreed, *from));
    }
    if (merged && merge.mainTree == fromTree) return from;
    if (!merged && merge.mainTree == merge.agreedTree) {
        TRY_ASSIGN(const bool behind, cycle.ports.vault.isAncestor(*from, *agreed));
        if (behind) return agreed;
    }
    std::vector<CommitId> parents{*from};
    if (!merged) parents.push_back(*agreed);
    const bool takesBack = cycle.takesBack() && merge.mainTree != fromTree;
    const std::string subject = !takesBack           ? kMergeSubject
                                : cycle.request.undo ? "undo run " + cycle.request.undo->run.str()
                                                     : "put back a text that a rule set aside";
    TRY_ASSIGN(const CommitId commit, commitTree(cycle, merge.mainTree, parents, subject));
    return std::optional(commit);
}

Result<RefMove> nextEpoch(Cycle &cycle) {
    TRY_ASSIGN(const CommitId commit, commitTree(cycle, {}, {}, "epoch of run " + cycle.request.run.str()));
    return RefMove{refs::kEpoch, cycle.vault.epoch, commit};
}

/// Texts that lost by a rule go into the inbox together with the merge that left them out.
Result<std::optional<RefMove>> moveOfSettled(Cycle &cycle) {
    if (cycle.merge.settled.empty()) return std::optional<RefMove>();
    TRY_ASSIGN(const auto old, loadSettled(cycle.ports.vault));
    SettledRecords records = old.records;
    for (const SettledRecord &record : cycle.merge.settled) {
        // What is put back may have to wait for its parent: said once.
        const auto isSame = [&](const auto &known) {
            return known.second.page == record.page && known.second.rule == record.rule &&
                   known.second.wiki == record.wiki;
        };
        if (record.rule == kFilePutBack && std::any_of(records.begin(), records.end(), isSame)) continue;
        records.insert_or_assign(settledId(record), record);
    }
    return storeSettled(cycle.ports.vault, old, std::move(records), cycle.ports.clock.now());
}

Result<> publishFiles(Cycle &cycle, std::unique_ptr<IndexGuard> guard, const VaultTree &target) {
    VaultState &vault = cycle.vault;
    TRY(cycle.checkpoint.pass("writing files"));
    TRY_ASSIGN(const PublishReport report, cycle.ports.workTree->publish(vault.published, target, std::move(guard)));
    for (const std::string &path : report.blocked) {
        Item item;
        item.path = path;
        item.outcome = Outcome::Held;
        item.reason = Reason::BlockedPath;
        item.detail =
            "something that is not tracked stands in the way, or its folder cannot be written; see to that and run "
            "again";
        cycle.note(item);
    }
    vault.published = report.onDisk;
    if (vault.workTreeTip && vault.lastPublished == report.onDisk && !vault.indexOwed) {
        TRY(cycle.checkpoint.pass("writing files"));
        return cycle.ports.workTree->endPublish();
    }
    TRY_ASSIGN(const CommitId commit, commitTree(cycle, report.onDisk, {}, "work tree"));
    TRY(cycle.checkpoint.pass("writing files"));
    TRY(cycle.ports.vault.moveRefs({{refs::kWorkTree, vault.workTreeTip, commit}}));
    vault.workTreeTip = commit;
    vault.lastPublished = report.onDisk;
    vault.indexOwed = false;
    return {};
}

Result<> moveTogether(Cycle &cycle, std::vector<RefMove> moves) {
    if (moves.empty()) return {};
    TRY_ASSIGN(const RefMove epoch, nextEpoch(cycle));
    moves.push_back(epoch);
    TRY(cycle.checkpoint.pass("recording"));
    if (PLANTED("refs-forced"))
        for (RefMove &move : moves) {
            TRY_ASSIGN(move.from, cycle.ports.vault.tip(move.ref));
        }
    TRY(cycle.ports.vault.moveRefs(moves));
    cycle.vault.epoch = epoch.to;
    return {};
}

/// The index lock, with HEAD looked at once more under it: a checkout that came in between took that lock first.
/// A null pointer: somebody is at work in the vault; the item says so.
Result<std::unique_ptr<IndexGuard>> lockMain(Cycle &cycle) {
    TRY_ASSIGN(std::unique_ptr<IndexGuard> guard, cycle.ports.workTree->lockIndex());
    if (!guard) {
        cycle.vault.head = HeadState::OperationPending;
        Item item = waitingItem(cycle.vault.head);
        item.detail = "another git process is using the vault (index.lock); main and the files wait for the next run";
        cycle.note(item);
        return std::unique_ptr<IndexGuard>();
    }
    TRY_ASSIGN(cycle.vault.head, cycle.ports.workTree->headState());
    if (cycle.vault.head == HeadState::OnMain) return guard;
    cycle.note(waitingItem(cycle.vault.head));
    return std::unique_ptr<IndexGuard>();
}

}  // namespace

Result<> advanceVault(Cycle &cycle, const Advance &advance) {
    VaultState &vault = cycle.vault;
    std::unique_ptr<IndexGuard> guard;
    bool withMain = vault.head == HeadState::OnMain && cycle.ports.workTree;
    const bool filesDiffer = vault.published != advance.mainTree;
    const bool diskMoved = vault.published != vault.lastPublished || !vault.workTreeTip || vault.indexOwed;
    if (withMain && (advance.main != vault.mainTip || filesDiffer || diskMoved)) {
        TRY_ASSIGN(guard, lockMain(cycle));
        withMain = guard != nullptr;
    }
    // Refs do not move all at once: a text that lost by a rule is in the inbox before main goes on without it.
    TRY(moveTogether(cycle, advance.records));
    std::vector<RefMove> moves;
    if (withMain) moves.insert(moves.end(), advance.withMain.begin(), advance.withMain.end());
    if (advance.mirror != vault.mirrorTip) moves.push_back({refs::kMirror, vault.mirrorTip, advance.mirror});
    if (withMain && advance.main != vault.mainTip) moves.push_back({refs::kMain, vault.mainTip, advance.main});
    if (withMain && !advance.beforeMain.empty()) {
        TRY(cycle.checkpoint.pass("recording"));
        TRY(cycle.ports.vault.moveRefs(advance.beforeMain));
        vault.workTreeTip = advance.beforeMain.front().to;
        vault.lastPublished = vault.published;
        vault.indexOwed = true;
    }
    TRY(moveTogether(cycle, std::move(moves)));
    vault.mirrorTip = advance.mirror;
    if (!withMain) return {};
    vault.mainTip = advance.main;
    TRY(moveTogether(cycle, advance.afterMain));
    if (!guard) return {};
    return publishFiles(cycle, std::move(guard), advance.mainTree);
}

Result<> recordMerge(Cycle &cycle) {
    VaultState &vault = cycle.vault;
    TRY_ASSIGN(const MirrorTips mirror, storeMirror(cycle));
    Advance advance;
    advance.mirror = mirror.tip;
    advance.mainTree = cycle.merge.mainTree;
    const std::optional<CommitId> from = vault.captured ? vault.captured : vault.mainTip;
    const auto &merged = PLANTED("held-commit-merged") ? mirror.tip : mirror.agreed;
    TRY_ASSIGN(advance.main, mergeIntoMain(cycle, merged, from, vault.mainTree));
    ConflictRecords open = cycle.merge.conflicts;
    open.insert(cycle.merge.decided.begin(), cycle.merge.decided.end());
    TRY_ASSIGN(const auto conflicts, storeConflicts(cycle.ports.vault, vault.conflicts, open, cycle.ports.clock.now()));
    if (conflicts) advance.records.push_back(*conflicts);
    TRY_ASSIGN(const auto settled, moveOfSettled(cycle));
    if (settled) advance.records.push_back(*settled);
    TRY(advanceVault(cycle, advance));
    if (conflicts) vault.conflicts = {conflicts->to, open};
    vault.agreed = mirror.agreed;
    vault.agreedTree = cycle.merge.agreedTree;
    vault.mirrorTree = cycle.merge.heldTree;
    vault.mainTree = cycle.merge.mainTree;
    vault.captured.reset();
    return {};
}

namespace {

Result<> recordWritten(Cycle &cycle, bool isFinished) {
    VaultState &vault = cycle.vault;
    if (vault.head != HeadState::OnMain || PLANTED("push-not-recorded")) return {};
    TRY_ASSIGN(const MirrorTips mirror, storeMirror(cycle));
    Advance advance;
    advance.mirror = mirror.tip;
    advance.mainTree = cycle.merge.mainTree;
    std::optional<CommitId> from = vault.mainTip;
    if (cycle.merge.mainTree != vault.mainTree) {
        CommitFacts facts{{}, {*from}, engineCommit(cycle, "local: record created pageIds")};
        TRY_ASSIGN(facts.tree, cycle.ports.vault.storeTree(cycle.merge.mainTree));
        TRY_ASSIGN(from, cycle.ports.vault.storeCommit(facts));
    }
    TRY_ASSIGN(advance.main, mergeIntoMain(cycle, mirror.agreed, from, cycle.merge.mainTree));
    TRY_ASSIGN(const auto intents,
               storeIntents(cycle.ports.vault, vault.intents, unfinishedCreates(cycle), cycle.ports.clock.now()));
    if (intents) advance.afterMain.push_back(*intents);
    ConflictRecords open = cycle.merge.conflicts;
    for (const auto &[page, record] : cycle.merge.decided)
        if (!cycle.merge.written.contains(page)) open.emplace(page, record);
    TRY_ASSIGN(const auto conflicts, storeConflicts(cycle.ports.vault, vault.conflicts, open, cycle.ports.clock.now()));
    if (conflicts) advance.afterMain.push_back(*conflicts);
    const bool clean = isFinished && cycle.report.conflicts.empty() && cycle.report.push.failures == 0 &&
                       cycle.report.push.mode == PushMode::Apply && !hasHeldItems(cycle.report) &&
                       !cycle.merge.passedOver;
    if (clean && advance.main != vault.lastPushed)
        advance.withMain.push_back({refs::kLastPushed, vault.lastPushed, advance.main});
    TRY(advanceVault(cycle, advance));
    const bool wentAlong = vault.head == HeadState::OnMain;
    if (wentAlong && intents) vault.intents = {intents->to, unfinishedCreates(cycle)};
    if (wentAlong && conflicts) vault.conflicts = {conflicts->to, open};
    if (wentAlong && clean) vault.lastPushed = advance.main;
    vault.agreed = mirror.agreed;
    vault.agreedTree = cycle.merge.agreedTree;
    vault.mirrorTree = cycle.merge.heldTree;
    vault.mainTree = cycle.merge.mainTree;
    return {};
}

}  // namespace

Result<> recordMeanwhile(Cycle &cycle) {
    return recordWritten(cycle, false);
}

Result<> recordPush(Cycle &cycle) {
    return recordWritten(cycle, true);
}

}  // namespace wikivault
