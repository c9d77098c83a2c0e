#include "engine/core/rig_hooks.h"
#include "engine/run/advance.h"
#include "engine/run/commits.h"

namespace wikivault {

namespace {

Item healed(std::string detail) {
    Item item;
    item.action = Action::Heal;
    item.detail = std::move(detail);
    return item;
}

Result<> healFiles(Cycle &cycle) {
    if (cycle.request.preview || !cycle.ports.workTree) return {};
    TRY_ASSIGN(const std::vector<Item> repairs, cycle.ports.workTree->heal());
    for (const Item &repair : repairs)
        cycle.note(repair);
    return {};
}

/// Whether `tip` is made of syncs of the wiki and nothing else since `mirror`.
Result<bool> continuesMirror(Vault &vault, CommitId tip, const CommitId &mirror) {
    for (int i = 0; i < kCutOffCommits && tip != mirror; ++i) {
        TRY_ASSIGN(const CommitFacts facts, vault.commitFacts(tip));
        if (!isOfTheWiki(facts.info) || facts.parents.size() != 1) return false;
        tip = facts.parents.front();
    }
    return tip == mirror;
}

/// The mirror commit main has merged and the mirror's branch does not hold: a crash came between the two refs.
Result<std::optional<CommitId>> mergedBeyond(Vault &vault, CommitId main, const CommitId &mirror) {
    const std::optional<CommitId> none;
    for (int i = 0; i < kCutOffCommits && main != mirror; ++i) {
        TRY_ASSIGN(const CommitFacts facts, vault.commitFacts(main));
        if (facts.parents.empty()) return none;
        // main itself where it was fast-forwarded, the second parent where it was merged
        const CommitId candidate = facts.parents.size() > 1 ? facts.parents[1] : main;
        TRY_ASSIGN(const bool beyond, continuesMirror(vault, candidate, mirror));
        if (beyond) return candidate == mirror ? none : std::optional(candidate);
        main = facts.parents.front();
    }
    return none;
}

/// docmost was deleted or leads to where main never was: what both sides agreed on stands in main still.
Result<> restoreMirror(Cycle &cycle) {
    VaultState &state = cycle.vault;
    Vault &vault = cycle.ports.vault;
    const auto last = parseObjectId<CommitId>(state.memory.mirrorTip);
    if (!state.mainTip || !last || state.mirrorTip == last) return {};
    if (state.mirrorTip) {
        TRY_ASSIGN(const auto common, vault.mergeBase(*state.mirrorTip, *state.mainTip));
        if (common) return {};
    }
    // The vault may have lost that commit, or never have had it.
    if (const auto agreed = vault.mergeBase(*last, *state.mainTip); !agreed || !*agreed) return {};
    TRY(cycle.checkpoint.pass("opening the vault"));
    if (!cycle.request.preview) TRY(vault.moveRefs({{refs::kMirror, state.mirrorTip, last}}));
    state.mirrorTip = last;
    cycle.note(healed("the branch docmost was deleted or led elsewhere, and is where the last run left it again"));
    return {};
}

/// What both sides agreed on last has to be known, or a page the wiki has again would look like one git removed.
Result<> finishMirror(Cycle &cycle) {
    VaultState &state = cycle.vault;
    const VaultMemory &memory = state.memory;
    if (!state.mainTip || !state.mirrorTip) return {};
    if (memory.mainTip == toHex(*state.mainTip) && memory.mirrorTip == toHex(*state.mirrorTip)) return {};
    TRY_ASSIGN(const auto merged, mergedBeyond(cycle.ports.vault, *state.mainTip, *state.mirrorTip));
    if (!merged) return {};
    TRY(cycle.checkpoint.pass("opening the vault"));
    if (!cycle.request.preview) TRY(cycle.ports.vault.moveRefs({{refs::kMirror, state.mirrorTip, merged}}));
    state.mirrorTip = merged;
    cycle.note(healed("the branch docmost was left behind by a run that was cut off and follows main"));
    return {};
}

Result<> readTips(Cycle &cycle) {
    Vault &vault = cycle.ports.vault;
    VaultState &state = cycle.vault;
    TRY_ASSIGN(state.mainTip, vault.tip(refs::kMain));
    TRY_ASSIGN(state.mirrorTip, vault.tip(refs::kMirror));
    TRY_ASSIGN(state.workTreeTip, vault.tip(refs::kWorkTree));
    TRY_ASSIGN(state.lastPushed, vault.tip(refs::kLastPushed));
    TRY_ASSIGN(state.epoch, vault.tip(refs::kEpoch));
    if (!state.mainTip && state.mirrorTip) {
        // main was lost: people's last agreed state is the best there is.
        TRY(cycle.checkpoint.pass("opening the vault"));
        if (!cycle.request.preview) TRY(vault.moveRefs({{refs::kMain, {}, state.mirrorTip}}));
        state.mainTip = state.mirrorTip;
        cycle.note(healed("the branch main was missing and was made again from docmost"));
    }
    TRY(restoreMirror(cycle));
    TRY(finishMirror(cycle));
    if (state.mainTip && state.mirrorTip) {
        TRY_ASSIGN(state.agreed, vault.mergeBase(*state.mirrorTip, *state.mainTip));
    }
    state.mainAtStart = state.mainTip;
    state.agreedAtStart = state.agreed;
    if (state.mainTip && !state.agreed)
        cycle.note(healed("docmost shares no history with main; the mirror is made again from the wiki, main is kept"));
    return {};
}

/// A commit that no sync made, on the mirror since our last run and not on main.
Result<std::optional<CommitFacts>> strangerOnMirror(Cycle &cycle) {
    const std::optional<CommitFacts> none;
    const VaultState &state = cycle.vault;
    std::optional<CommitId> at = state.mirrorTip;
    for (int i = 0; at && at != state.agreed && toHex(*at) != state.memory.mirrorTip && i < kCutOffCommits; ++i) {
        TRY_ASSIGN(CommitFacts facts, cycle.ports.vault.commitFacts(*at));
        if (!isMadeByEngine(facts)) return std::optional(std::move(facts));
        at = firstParent(facts);
    }
    return none;
}

Result<> nameStrangerOnMirror(Cycle &cycle) {
    TRY_ASSIGN(const auto stranger, strangerOnMirror(cycle));
    if (stranger)
        cycle.note(healed("the branch docmost is the wiki's mirror and has a commit of " + stranger->info.author.name +
                          "; it was not taken over, and what the wiki has stands there again"));
    return {};
}

/// What the last run left is in no older copy of the vault. Base and files are of one age, so nothing goes for it.
void nameOlderCopy(Cycle &cycle) {
    const auto last = parseObjectId<CommitId>(cycle.vault.memory.mainTip);
    if (!last || cycle.ports.vault.commitFacts(*last)) return;
    cycle.note(healed(
        "the vault does not hold what the last run left on main: an older copy of it was put back, or its history "
        "was rewritten; what the wiki has since then comes in again, and no page is deleted for that"));
}

/// Once a day the poll trusts no key: a body may have changed without its time.
Result<bool> isFullPassDue(Cycle &cycle) {
    if (!cycle.request.automatic) return false;
    TRY_ASSIGN(const std::string text, cycle.ports.cache.value(kFullPass));
    const auto last = fromIso8601(text);
    return !last || cycle.ports.clock.now() - *last >= std::chrono::hours(24);
}

/// Files that are about to be pages of their own, unless they were agreed on as such before a run was cut off.
Result<> noteUnfinished(Cycle &cycle) {
    PageIndex &base = cycle.vault.base;
    for (const auto &[planned, intent] : cycle.vault.intents.records) {
        if (!intent.blob || intent.ofBody) continue;
        if (const auto page = pageAtPath(base, intent.path)) {
            TRY_ASSIGN(const bool isAgreed, cycle.files.equalBodies(base.pages.at(*page).blob, *intent.blob));
            if (isAgreed) continue;
        }
        base.loose.push_back({intent.path, *intent.blob, {}, false, {}});
    }
    return {};
}

}  // namespace

Result<> openTips(Cycle &cycle) {
    TRY(cycle.checkpoint.pass("opening the vault"));
    TRY(healFiles(cycle));
    VaultState &state = cycle.vault;
    TRY_ASSIGN(state.memory, cycle.ports.memory.vault(cycle.request.space.id));
    TRY(readTips(cycle));
    TRY_ASSIGN(const bool due, isFullPassDue(cycle));
    cycle.request.full = cycle.request.full || due;
    return {};
}

Result<> openState(Cycle &cycle) {
    TRY(cycle.checkpoint.pass("opening the vault"));
    Vault &vault = cycle.ports.vault;
    VaultState &state = cycle.vault;
    TRY_ASSIGN(cycle.wiki.storedKeys, cycle.ports.cache.exportKeys());
    const auto hexOf = [](const std::optional<CommitId> &tip) { return tip ? toHex(*tip) : std::string(); };
    // Another engine moved the mirror: what its pages stand for is unknown until they are compared by content.
    const bool moved = state.memory.mirrorTip != hexOf(state.mirrorTip);
    state.mainMoved = state.memory.mainTip != hexOf(state.mainTip);
    state.otherEngine = state.memory.known && moved;
    if (state.mainMoved) nameOlderCopy(cycle);
    if (state.otherEngine) TRY(nameStrangerOnMirror(cycle));
    if (!moved && !cycle.request.full) cycle.wiki.oldKeys = cycle.wiki.storedKeys;
    for (const auto &[page, key] : cycle.wiki.oldKeys)
        cycle.files.remember(key.blob, page);
    TRY_ASSIGN(state.mainTree, treeAt(vault, state.mainTip));
    TRY_ASSIGN(state.mirrorTree, treeAt(vault, state.mirrorTip));
    TRY_ASSIGN(state.agreedTree, treeAt(vault, state.agreed));
    TRY_ASSIGN(state.lastPublished, publishedTree(vault, state.workTreeTip, state.mainTip));
    state.published = state.lastPublished;
    if (state.workTreeTip) {
        TRY_ASSIGN(const CommitFacts left, vault.commitFacts(*state.workTreeTip));
        state.indexOwed = !left.parents.empty();
    }
    if (!state.workTreeTip || PLANTED("capture-against-main")) state.published = state.mainTree;
    TRY_ASSIGN(state.base, indexPages(state.agreedTree, nullptr, cycle.files));
    TRY_ASSIGN(state.conflicts, loadConflicts(vault));
    TRY_ASSIGN(state.intents, loadIntents(vault));
    TRY(noteUnfinished(cycle));
    if (state.mainTip) {
        TRY_ASSIGN(const CommitFacts facts, vault.commitFacts(*state.mainTip));
        state.mainAuthor = facts.info.author.name;
        state.mainTime = toIso8601(TimePoint(std::chrono::seconds(facts.info.seconds)));
    }
    TRY(loadEditing(cycle));
    TRY_ASSIGN(cycle.backOffs, cycle.ports.memory.backOffs(cycle.request.space.id));
    return {};
}

}  // namespace wikivault
