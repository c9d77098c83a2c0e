#include "engine/core/merge/merge_text.h"
#include "engine/run/cycle.h"

#include <algorithm>

namespace wikivault {

namespace {

/// Where a disk change belongs on main: the same path, or wherever main has moved the page of that path. A page that
/// stands on disk at its new place as well was moved there by the person who committed it.
std::string placeOnMain(const Cycle &cycle, const DiskChange &change, const PageIndex &publishedPages) {
    const VaultTree &main = cycle.vault.mainTree;
    if (main.contains(change.path)) return change.path;
    const auto page = publishedPages.byPath.find(change.path);
    if (page == publishedPages.byPath.end()) return change.path;
    const auto moved = cycle.vault.main.pages.find(page->second);
    if (moved == cycle.vault.main.pages.end() || cycle.vault.published.contains(moved->second.path)) return change.path;
    return moved->second.path;
}

std::string freeSidePath(const VaultTree &tree, const std::string &path) {
    const std::string stem = path.substr(0, path.size() - 3);
    for (int n = 1;; ++n) {
        const std::string candidate = stem + (n == 1 ? " ~git.md" : " ~git-" + std::to_string(n) + ".md");
        if (!tree.contains(candidate)) return candidate;
    }
}

/// The disk's text next to main's, as a file of its own.
Result<> setAside(Cycle &cycle, const DiskChange &change, const std::string &place) {
    VaultTree &main = cycle.vault.mainTree;
    TRY_ASSIGN(const std::string disk, cycle.files.text(change.now->blob));
    TRY_ASSIGN(const BlobId aside, cycle.ports.vault.storeText(withId(disk, std::nullopt)));
    main[freeSidePath(main, place)] = TreeEntry{aside};
    return {};
}

/// A file that the engine never left there stands where main has a page since: another document, unless it is equal.
Result<> captureStranger(Cycle &cycle, const DiskChange &change, const std::string &place) {
    TreeEntry &ours = cycle.vault.mainTree.at(place);
    TRY_ASSIGN(const FileIdentity disk, cycle.files.identity(change.now->blob));
    TRY_ASSIGN(const FileIdentity main, cycle.files.identity(ours.blob));
    TRY_ASSIGN(const bool equal, cycle.files.equalBodies(change.now->blob, ours.blob));
    if (!equal) return setAside(cycle, change, place);
    if (disk.id == main.id) ours = *change.now;
    return {};
}

/// Disk and main both changed the file since it was left there: merged; what overlaps is set aside as a file of its
/// own.
Result<> mergeDiskFile(Cycle &cycle, const DiskChange &change, const std::string &place) {
    VaultTree &main = cycle.vault.mainTree;
    TRY_ASSIGN(const std::string base, cycle.files.body(change.before->blob));
    TRY_ASSIGN(const std::string disk, cycle.files.text(change.now->blob));
    TRY_ASSIGN(const std::string ours, cycle.files.body(main.at(place).blob));
    const merge::MergedBody merged = merge::mergeBodies(base, ours, parsePageFile(disk).body);
    if (merged.isClean()) {
        TRY_ASSIGN(main[place].blob, cycle.ports.vault.storeText(withBody(disk, merged.text)));
        return {};
    }
    return setAside(cycle, change, place);
}

Result<> captureChange(Cycle &cycle, const DiskChange &change, const PageIndex &publishedPages) {
    VaultTree &main = cycle.vault.mainTree;
    const std::string place = placeOnMain(cycle, change, publishedPages);
    const auto ours = main.find(place);
    const bool oursUntouched =
        change.before ? ours != main.end() && ours->second.blob == change.before->blob : ours == main.end();
    if (!change.now) {
        if (oursUntouched) main.erase(place);
        return {};
    }
    if (ours != main.end() && ours->second == *change.now) return {};
    const bool onlyMode = change.before && ours != main.end() && ours->second.blob == change.before->blob;
    if (oursUntouched || ours == main.end() || onlyMode || !isPageFile(place)) {
        main[place] = *change.now;
        return {};
    }
    if (!change.before) return captureStranger(cycle, change, place);
    return mergeDiskFile(cycle, change, place);
}

Result<> commitCapture(Cycle &cycle) {
    CommitFacts facts;
    TRY_ASSIGN(facts.tree, cycle.ports.vault.storeTree(cycle.vault.mainTree));
    if (cycle.vault.mainTip) facts.parents.push_back(*cycle.vault.mainTip);
    facts.info = {
        {"Local", "local@local"}, "local: working-tree changes\n\nDocmost-Sync-Source: local\n", cycle.nowSeconds()};
    TRY_ASSIGN(cycle.vault.captured, cycle.ports.vault.storeCommit(facts));
    cycle.vault.mainAuthor = facts.info.author.name;
    cycle.vault.mainTime = toIso8601(cycle.ports.clock.now());
    return {};
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
    for (const std::string &path : scan.unreadable) {
        Item item;
        item.path = path;
        item.direction = Direction::GitToWiki;
        item.outcome = Outcome::Skipped;
        item.reason = Reason::Unreadable;
        item.detail = "the file cannot be read (not a regular file, or no permission)";
        cycle.note(item);
    }
    if (scan.changes.empty()) return {};
    TRY_ASSIGN(const PageIndex publishedPages, indexPages(state.published, &state.base, cycle.files));
    const VaultTree before = state.mainTree;
    std::vector<DiskChange> changes = scan.changes;
    // What is new on disk first: it tells what became of files that are gone.
    std::stable_sort(changes.begin(), changes.end(), [](const DiskChange &a, const DiskChange &b) {
        const auto rank = [](const DiskChange &change) { return !change.before ? 0 : change.now ? 1 : 2; };
        return rank(a) < rank(b);
    });
    for (const DiskChange &change : changes) {
        // Nobody knows what was left on disk: a file that is not there was not deleted, it was never written.
        const bool neverWritten = !change.now && !state.workTreeTip;
        if (!neverWritten) TRY(captureChange(cycle, change, publishedPages));
        if (change.now)
            state.published[change.path] = *change.now;
        else
            state.published.erase(change.path);
    }
    if (state.mainTree == before) return {};
    TRY(commitCapture(cycle));
    TRY_ASSIGN(state.main, indexPages(state.mainTree, &state.base, cycle.files));
    return {};
}

}  // namespace wikivault
