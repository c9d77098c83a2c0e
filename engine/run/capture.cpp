#include "engine/run/capture_files.h"
#include "engine/run/quiet.h"

namespace wikivault {

namespace {

Result<> commitCapture(Cycle &cycle) {
    CommitFacts facts;
    TRY_ASSIGN(facts.tree, cycle.ports.vault.storeTree(cycle.vault.mainTree));
    if (cycle.vault.mainTip) facts.parents.push_back(*cycle.vault.mainTip);
    facts.info = {kLocalSignature, "local: working-tree changes\n\nDocmost-Sync-Source: local\n", cycle.nowSeconds()};
    TRY_ASSIGN(cycle.vault.captured, cycle.ports.vault.storeCommit(facts));
    cycle.vault.mainAuthor = facts.info.author.name;
    cycle.vault.mainTime = toIso8601(cycle.ports.clock.now());
    return {};
}

void noteUnreadableFile(Cycle &cycle, const std::string &path) {
    Item item;
    item.path = path;
    item.direction = Direction::GitToWiki;
    item.outcome = Outcome::Skipped;
    item.reason = Reason::Unreadable;
    item.detail = "the file cannot be read (not a regular file, or no permission)";
    cycle.note(item);
}

}  // namespace

Item waitingItem(HeadState head) {
    Item waiting;
    waiting.direction = Direction::GitToWiki;
    waiting.outcome = Outcome::Held;
    waiting.reason = Reason::WaitingForPerson;
    waiting.detail = head == HeadState::OtherBranch
                         ? "another branch than main is checked out in the vault; the engine waits until main is back"
                         : "a merge, rebase or cherry-pick is in progress in the vault; finish or abort it";
    return waiting;
}

Result<> captureDisk(Cycle &cycle) {
    VaultState &state = cycle.vault;
    TRY_ASSIGN(state.main, indexPages(state.mainTree, &state.base, cycle.files));
    if (!cycle.ports.workTree) return {};
    TRY_ASSIGN(state.head, cycle.ports.workTree->headState());
    if (state.head != HeadState::OnMain) {
        cycle.note(waitingItem(state.head));
        return {};
    }
    TRY(cycle.checkpoint.pass("looking at the files"));
    TRY_ASSIGN(const DiskScan scan, cycle.ports.workTree->scan(state.published, cycle.checkpoint.cancel()));
    for (const std::string &path : scan.unreadable)
        noteUnreadableFile(cycle, path);
    noteUntracked(cycle, scan.untrackedIgnored);
    if (!state.diskAtRest.empty()) state.diskAtRest += '|' + std::to_string(scan.untrackedIgnored);
    VaultTree index;
    if (!scan.interrupted.empty()) {
        TRY_ASSIGN(index, cycle.ports.workTree->indexed());
    }
    TRY_ASSIGN(std::vector<DiskChange> changes, settleInterruptedPublish(cycle, scan, index));
    state.leftOnDisk = state.published;
    TRY(beginWithCommitted(cycle, changes));
    state.diskClean = changes.empty() && scan.finished.empty() && scan.unreadable.empty();
    if (changes.empty() && scan.finished.empty() && !state.mainMoved) return {};
    const VaultTree before = state.mainTree;
    TRY(captureFiles(cycle, changes));
    if (state.mainTree != before) {
        TRY(commitCapture(cycle));
        TRY_ASSIGN(state.main, indexPages(state.mainTree, &state.base, cycle.files));
    }
    setBaseBack(state);
    return cycle.request.preview ? Result<>() : recordCapture(cycle);
}

}  // namespace wikivault
