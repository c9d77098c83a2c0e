#include "engine/run/disk_changes.h"

#include "engine/run/not_yet_replaced.h"

#include <algorithm>
#include <iterator>

namespace wikivault {

Result<bool> isWrittenAnew(FileReader &files, const BlobId &now, const BlobId &before) {
    TRY_ASSIGN(const std::string text, files.body(now));
    TRY_ASSIGN(const std::string old, files.body(before));
    return likeness(proseLines(text), proseLines(old)) == 0;
}

namespace {

std::size_t wordsApart(const std::multiset<std::string> &a, const std::multiset<std::string> &b) {
    std::vector<std::string> apart;
    std::set_symmetric_difference(a.begin(), a.end(), b.begin(), b.end(), std::back_inserter(apart));
    return apart.size();
}

struct Version {
    FileIdentity identity;
    std::multiset<std::string> words;
};

Result<Version> versionOf(FileReader &files, const std::optional<TreeEntry> &entry) {
    Version version;
    if (!entry) return version;
    TRY_ASSIGN(version.identity, files.identity(entry->blob));
    TRY_ASSIGN(const std::string body, files.body(entry->blob));
    version.words = proseWords(body);
    return version;
}

/// The lines a publish was to add.
struct NewLines {
    bool areAny = false, isAnyHere = false;
};
Result<NewLines> newLines(FileReader &files, const BlobId &now, const BlobId &before, const BlobId &after) {
    TRY_ASSIGN(const std::string text, files.body(now));
    TRY_ASSIGN(const std::string old, files.body(before));
    TRY_ASSIGN(const std::string left, files.body(after));
    const auto here = proseLines(text), then = proseLines(old);
    NewLines lines;
    for (const std::string &line : proseLines(left)) {
        if (then.contains(line)) continue;
        lines.areAny = true;
        lines.isAnyHere = lines.isAnyHere || here.contains(line);
    }
    return lines;
}

/// The person began with what the publish left there, nothing perhaps, and not with what stood there before: told by
/// the page, and by the nearer text where that does not tell.
Result<bool> beganWith(FileReader &files, const DiskChange &change, const std::optional<TreeEntry> &left) {
    TRY_ASSIGN(const Version now, versionOf(files, change.now));
    TRY_ASSIGN(const Version before, versionOf(files, change.before));
    TRY_ASSIGN(const Version after, versionOf(files, left));
    const std::optional<PageId> &page = now.identity.id;
    if (before.identity.id != after.identity.id && !left && page) return page != before.identity.id;
    if (before.identity.id != after.identity.id && left && (page || change.before)) return page == after.identity.id;
    if (left && change.before) {
        TRY_ASSIGN(const NewLines lines, newLines(files, change.now->blob, change.before->blob, left->blob));
        // Who had them would have taken all of them out again.
        if (lines.areAny && !lines.isAnyHere) return false;
    }
    if (change.before && !left) return isWrittenAnew(files, change.now->blob, change.before->blob);
    if (left && !change.before) {
        TRY_ASSIGN(const bool isAnother, isWrittenAnew(files, change.now->blob, left->blob));
        return !isAnother;
    }
    return wordsApart(now.words, after.words) <= wordsApart(now.words, before.words);
}

/// A publish removes first: where it had put the page's file at its new place, the old one was empty.
Result<bool> hadLeft(FileReader &files, const DiskScan &scan, const DiskChange &change) {
    if (!change.before || !change.now) return false;
    TRY_ASSIGN(const FileIdentity was, files.identity(change.before->blob));
    if (!was.id) return false;
    for (const auto &[path, put] : scan.finished) {
        if (!put || path == change.path || !isPageFile(path, put->mode)) continue;
        TRY_ASSIGN(const FileIdentity there, files.identity(put->blob));
        if (there.id == was.id) return true;
    }
    return false;
}

/// The publish did put it there: its person took that very file elsewhere, and nobody removed what stood there before.
bool isElsewhere(const DiskScan &scan, const std::optional<TreeEntry> &left) {
    return left && std::any_of(scan.changes.begin(), scan.changes.end(),
                               [&](const DiskChange &other) { return other.now && other.now->blob == left->blob; });
}

/// The page's file before the publish.
Result<std::optional<BlobId>> lastTextOf(Cycle &cycle, const PageId &page) {
    for (const auto &[path, entry] : cycle.vault.lastPublished) {
        if (!isPageFile(path, entry.mode)) continue;
        TRY_ASSIGN(const FileIdentity file, cycle.files.identity(entry.blob));
        if (file.id == page) return std::optional(entry.blob);
    }
    return std::optional<BlobId>();
}

/// What the publish left there of the page says no more than before, or something of what it added is in this text.
Result<bool> hasSeen(Cycle &cycle, const BlobId &now, const PageId &page, const BlobId &left) {
    TRY_ASSIGN(const std::optional<BlobId> last, lastTextOf(cycle, page));
    if (!last) return false;
    TRY_ASSIGN(const bool isSame, cycle.files.equalBodies(*last, left));
    if (isSame) return true;
    TRY_ASSIGN(const NewLines lines, newLines(cycle.files, now, *last, left));
    return lines.isAnyHere;
}

/// The same, and edited there: its page is where nothing stood before, and no copy of it went from elsewhere.
Result<bool> isPageElsewhere(Cycle &cycle, const DiskScan &scan, const TreeEntry &left) {
    TRY_ASSIGN(const FileIdentity put, cycle.files.identity(left.blob));
    if (!put.id) return false;
    std::optional<BlobId> there;
    for (const DiskChange &other : scan.changes) {
        const bool came = !other.before && other.now, went = other.before && !other.now;
        if ((!came && !went) || !isPageFile(other.path)) continue;
        TRY_ASSIGN(const FileIdentity file, cycle.files.identity(came ? other.now->blob : other.before->blob));
        if (file.id != put.id) continue;
        if (went) return false;
        there = other.now->blob;
    }
    return there ? hasSeen(cycle, *there, *put.id, left.blob) : Result<bool>(false);
}

/// A publish removes first and writes then, each path by path: where something is left to remove it wrote nothing.
bool beganToWrite(const DiskScan &scan, const ChangedPaths &changed) {
    return std::none_of(scan.interrupted.begin(), scan.interrupted.end(),
                        [&](const auto &state) { return !state.second && !changed.contains(state.first); });
}

/// What it did put there, as far as it came, and its person took elsewhere: the same text is there, or the page. The
/// index does not tell, it also has what could not be put.
Result<> addTakenElsewhere(Cycle &cycle, const DiskScan &scan, const ChangedPaths &changed,
                           std::vector<DiskChange> &changes) {
    VaultTree &published = cycle.vault.published;
    if (!beganToWrite(scan, changed)) return {};
    for (const auto &[path, put] : scan.interrupted) {
        if (!put || changed.contains(path) || published.contains(path) || !isPageFile(path, put->mode)) continue;
        TRY_ASSIGN(const bool isPageThere, isPageElsewhere(cycle, scan, *put));
        if (!isElsewhere(scan, put) && !isPageThere) return {};
        published.emplace(path, *put);
        changes.push_back({path, put, std::nullopt});
    }
    return {};
}

/// Whose file somebody removed there, or put another page's over, nobody can tell: no page is taken for removed.
Result<bool> mayHaveGone(FileReader &files, const DiskChange &change, const std::optional<TreeEntry> &after) {
    if (!change.before || !after) return false;
    TRY_ASSIGN(const FileIdentity was, files.identity(change.before->blob));
    TRY_ASSIGN(const FileIdentity is, files.identity(after->blob));
    if (was.id == is.id || !change.now) return was.id != is.id;
    // It was only to get its id: one page, before and after.
    TRY_ASSIGN(const bool isSame, files.equalBodies(change.before->blob, after->blob));
    if (isSame && !was.id) return false;
    TRY_ASSIGN(const FileIdentity now, files.identity(change.now->blob));
    return now.id && now.id != was.id;
}

/// Neither the file that stood there nor the one that was put there: its person put it there.
Result<bool> isOfAThirdPage(FileReader &files, const DiskChange &change, const std::optional<TreeEntry> &left) {
    if (!left || !change.before) return false;
    TRY_ASSIGN(const FileIdentity now, files.identity(change.now->blob));
    TRY_ASSIGN(const FileIdentity before, files.identity(change.before->blob));
    TRY_ASSIGN(const FileIdentity put, files.identity(left->blob));
    return now.id && now.id != before.id && now.id != put.id;
}

/// Its person took the page there before the publish did: nothing of what that was to add is in the text.
Result<bool> wasMovedThere(Cycle &cycle, const DiskChange &change, const std::optional<TreeEntry> &left) {
    if (!left || change.before) return false;
    TRY_ASSIGN(const FileIdentity now, cycle.files.identity(change.now->blob));
    TRY_ASSIGN(const FileIdentity put, cycle.files.identity(left->blob));
    if (!now.id || now.id != put.id) return false;
    TRY_ASSIGN(const std::optional<BlobId> last, lastTextOf(cycle, *now.id));
    if (!last) return false;
    TRY_ASSIGN(const NewLines lines, newLines(cycle.files, change.now->blob, *last, left->blob));
    return lines.areAny && !lines.isAnyHere;
}

/// The person began with what a cut-off publish was to leave there.
Result<bool> beganThere(Cycle &cycle, const DiskScan &scan, const DiskChange &change,
                        const std::optional<TreeEntry> &left, const VaultTree &index) {
    if (left && entryAt(index, change.path) == left) return true;
    if (!change.now) return isElsewhere(scan, left);
    FileReader &files = cycle.files;
    TRY_ASSIGN(const bool wasMoved, wasMovedThere(cycle, change, left));
    if (wasMoved) return false;
    TRY_ASSIGN(const bool isThird, isOfAThirdPage(files, change, left));
    if (isThird && isElsewhere(scan, left)) return true;
    TRY_ASSIGN(const bool began, beganWith(files, change, left));
    return began || left ? Result<bool>(began) : hadLeft(files, scan, change);
}

}  // namespace

Result<std::vector<DiskChange>> settleInterruptedPublish(Cycle &cycle, const DiskScan &scan, const VaultTree &index) {
    VaultTree &published = cycle.vault.published;
    for (const auto &[path, state] : scan.finished)
        setEntry(published, path, state);
    std::vector<DiskChange> changes;
    ChangedPaths changed;
    for (const DiskChange &change : scan.changes)
        changed.insert(change.path);
    for (DiskChange change : scan.changes) {
        const auto cutOff = scan.interrupted.find(change.path);
        if (cutOff != scan.interrupted.end()) {
            TRY_ASSIGN(const bool began, beganThere(cycle, scan, change, cutOff->second, index));
            bool mayBeGone = false;
            if (!began) {
                TRY_ASSIGN(mayBeGone, mayHaveGone(cycle.files, change, cutOff->second));
            }
            if (began || mayBeGone) setEntry(published, change.path, began ? cutOff->second : std::nullopt);
        }
        change.before = entryAt(published, change.path);
        if (change.before != change.now) changes.push_back(std::move(change));
    }
    TRY(addTakenElsewhere(cycle, scan, changed, changes));
    TRY(findNotYetReplaced(cycle, scan, changed, changes));
    return changes;
}

}  // namespace wikivault
