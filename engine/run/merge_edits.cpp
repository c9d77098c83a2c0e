#include "engine/core/rig_hooks.h"
#include "engine/run/hold_conflict.h"
#include "engine/run/merge_bodies.h"
#include "engine/run/merge_steps.h"
#include "engine/run/page_sides.h"

namespace wikivault {

namespace {

bool isPlain(const PageIndex &index) {
    return index.loose.empty() && index.withoutId.empty() && index.problems.empty();
}

/// Nothing but texts can matter: no order of a person's, no record of an earlier cycle, nothing anybody has to prove.
bool mayBeEditsOnly(const Cycle &cycle) {
    const VaultState &vault = cycle.vault;
    const WikiState &wiki = cycle.wiki;
    const MergeState &merge = cycle.merge;
    const bool isOrdered =
        cycle.isPartial() || !merge.wanted.empty() || !merge.winners.empty() || !merge.filesLeftOut.empty();
    const bool isOnRecord = !vault.conflicts.records.empty() || !vault.intents.records.empty();
    const bool isInDoubt = !merge.leftOut.empty() || !wiki.list.complete || wiki.restoredBackup ||
                           !wiki.absences.empty() || !wiki.trashed.empty();
    // The mirror is as the last run of ours made it.
    const bool isOurs = vault.mirrorTip && vault.agreed == vault.mirrorTip && !vault.otherEngine && vault.memory.known;
    return !isOrdered && !isOnRecord && !isInDoubt && isOurs && isPlain(vault.base) && isPlain(vault.main);
}

using Pages = std::set<PageId>;

/// The pages whose text is not the agreed one on both sides; nothing: some page came, went or moved.
std::optional<Pages> editedPages(const Cycle &cycle) {
    const WikiState &wiki = cycle.wiki;
    const auto &files = cycle.vault.main.pages;
    if (files.size() != wiki.paths.size() || wiki.blobs.size() != wiki.paths.size()) return std::nullopt;
    Pages pages;
    auto file = files.begin();
    auto path = wiki.paths.begin();
    auto blob = wiki.blobs.begin();
    for (const auto &[page, base] : cycle.vault.base.pages) {
        if (path == wiki.paths.end() || path->first != page || path->second != base.path) return std::nullopt;
        if (file->first != page || file->second.path != base.path || blob->first != page) return std::nullopt;
        if (file->second.blob != base.blob || blob->second != base.blob) pages.insert(page);
        ++file, ++path, ++blob;
    }
    return path == wiki.paths.end() ? std::optional(std::move(pages)) : std::nullopt;
}

void keepPlace(Cycle &cycle, const PageId &page) {
    const PageRow &row = cycle.wiki.rows.at(page);
    cycle.merge.titles[page] = row.title;
    cycle.merge.parents[page] = row.parent;
    cycle.merge.mainPaths[page] = cycle.vault.main.pages.at(page).path;
    cycle.merge.agreedPaths[page] = cycle.vault.base.pages.at(page).path;
}

Result<> judgeEdits(Cycle &cycle, const Pages &pages) {
    const FolderOwners owners(cycle);
    for (const PageId &page : pages) {
        PageSides sides = sidesOf(cycle, owners, page);
        PageVerdict verdict = judgePage(sides, cycle.request.policy);
        TRY(mergeBody(cycle, page, sides, verdict));
        cycle.merge.sides.emplace(page, std::move(sides));
        cycle.merge.verdicts.emplace(page, verdict);
        keepPlace(cycle, page);
    }
    return guardChanges(cycle);
}

void replaceText(VaultTree &tree, const std::string &path, const BlobId &blob) {
    TreeEntry entry = tree.at(path);
    if (entry.blob == blob) return;
    entry.blob = blob;
    tree[path] = entry;
}

void patchMainTree(Cycle &cycle) {
    MergeState &merge = cycle.merge;
    merge.mainTree = cycle.vault.mainTree;
    for (const auto &[page, blob] : merge.mainBlobs)
        replaceText(merge.mainTree, merge.mainPaths.at(page), blob);
}

}  // namespace

void patchMirrorTrees(Cycle &cycle) {
    MergeState &merge = cycle.merge;
    merge.agreedTree = cycle.vault.agreedTree;
    for (const auto &[page, path] : merge.agreedPaths)
        replaceText(merge.agreedTree, path,
                    merge.heldBodies.contains(page) ? cycle.vault.base.pages.at(page).blob : cycle.wiki.blobs.at(page));
    merge.heldTree = merge.agreedTree;
    for (const PageId &page : merge.heldBodies)
        replaceText(merge.heldTree, merge.agreedPaths.at(page), cycle.wiki.blobs.at(page));
}

Result<bool> mergeEdits(Cycle &cycle) {
    // Another console's mirror, or a text that was set back, is in the index and not in the tree.
    TRY_ASSIGN(const PageIndex agreed, indexPages(cycle.vault.agreedTree, nullptr, cycle.files));
    if (agreed.pages != cycle.vault.base.pages) return false;
    const bool isAllowed = mayBeEditsOnly(cycle) && !PLANTED("every-page-compared");
    const auto pages = isAllowed ? editedPages(cycle) : std::nullopt;
    if (!pages) return false;
    const RunReport report = cycle.report;
    const MergeState merge = cycle.merge;
    TRY(judgeEdits(cycle, *pages));
    if (!cycle.merge.leftOut.empty()) {  // the guard's pages keep their places, too
        cycle.report = report;
        cycle.merge = merge;
        return false;
    }
    cycle.merge.isEditsOnly = true;
    patchMainTree(cycle);
    patchMirrorTrees(cycle);
    placeConflicts(cycle);
    notePull(cycle);
    if (cycle.ports.attachments)  // which look for what any page refers to
        for (const auto &[page, file] : cycle.vault.main.pages)
            cycle.merge.mainBlobs.emplace(page, file.blob);
    return true;
}

}  // namespace wikivault
