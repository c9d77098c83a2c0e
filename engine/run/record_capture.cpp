#include "engine/core/rig_hooks.h"
#include "engine/run/advance.h"

namespace wikivault {

namespace {

/// The agreed mirror with some pages set back to an earlier text; the held commit on top keeps what the wiki holds.
Result<MirrorTips> storeSetBack(Cycle &cycle) {
    const VaultState &vault = cycle.vault;
    MirrorTips tips{vault.agreed, vault.mirrorTip};
    if (vault.setBack.empty()) return tips;
    VaultTree agreed = vault.agreedTree;
    for (const auto &[page, file] : vault.setBack)
        agreed[file.path] = TreeEntry{file.blob};
    TRY_ASSIGN(tips.agreed, commitTree(cycle, agreed, {*vault.mirrorTip}, syncSubject(vault.mirrorTree, agreed)));
    TRY_ASSIGN(tips.tip, commitTree(cycle, vault.mirrorTree, {*tips.agreed}, syncSubject(agreed, vault.mirrorTree)));
    return tips;
}

/// What the scan found on disk, to be known before main takes it over: valid from the moment main has `main`. Until
/// then, and for ever when a crash comes in between, the second parent says what the engine left there: the note of an
/// interrupted run ends with the ref it belongs to.
Result<RefMove> moveOfWorkTree(Cycle &cycle, const CommitId &main) {
    const VaultState &vault = cycle.vault;
    std::vector<CommitId> parents{main};
    std::optional<CommitId> left = vault.workTreeTip;
    if (left && vault.leftOnDisk != vault.lastPublished) {
        TRY_ASSIGN(left, commitTree(cycle, vault.leftOnDisk, {}, "work tree"));
    }
    if (left) parents.push_back(*left);
    TRY_ASSIGN(const CommitId commit, commitTree(cycle, vault.published, std::move(parents), "work tree"));
    return RefMove{refs::kWorkTree, vault.workTreeTip, commit};
}

}  // namespace

Result<VaultTree> publishedTree(Vault &vault, std::optional<CommitId> tip, const std::optional<CommitId> &main) {
    for (;;) {
        if (!tip) return VaultTree();
        TRY_ASSIGN(const CommitFacts facts, vault.commitFacts(*tip));
        bool stands = facts.parents.empty();
        if (!stands && main) {
            TRY_ASSIGN(stands, vault.isAncestor(facts.parents.front(), *main));
        }
        if (stands) return vault.tree(facts.tree);
        tip = facts.parents.size() > 1 ? std::optional(facts.parents[1]) : std::nullopt;
    }
}

Result<> recordCapture(Cycle &cycle) {
    if (PLANTED("captured-late")) return {};
    VaultState &vault = cycle.vault;
    TRY_ASSIGN(const MirrorTips mirror, storeSetBack(cycle));
    Advance advance;
    advance.main = vault.captured ? vault.captured : vault.mainTip;
    if (mirror.agreed != vault.agreed) {
        TRY_ASSIGN(advance.main, commitTree(cycle, vault.mainTree, {*advance.main, *mirror.agreed}, kMergeSubject));
    }
    advance.mirror = mirror.tip;
    advance.mainTree = vault.mainTree;
    if (vault.captured) {
        TRY_ASSIGN(const RefMove known, moveOfWorkTree(cycle, *advance.main));
        advance.beforeMain.push_back(known);
    }
    TRY(advanceVault(cycle, advance));
    if (vault.mainTip != advance.main) return {};
    vault.captured.reset();
    vault.agreed = mirror.agreed;
    for (const auto &[page, file] : vault.setBack)
        vault.agreedTree[file.path] = TreeEntry{file.blob};
    return {};
}

}  // namespace wikivault
