#include "engine/run/disk_changes.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <sstream>
#include <string_view>

namespace wikivault {

Result<bool> isWrittenAnew(FileReader &files, const BlobId &now, const BlobId &before) {
    TRY_ASSIGN(const std::string text, files.body(now));
    TRY_ASSIGN(const std::string old, files.body(before));
    return likeness(proseLines(text), proseLines(old)) == 0;
}

namespace {

std::multiset<std::string> wordsOf(const std::string &text) {
    std::istringstream in(text);
    return {std::istream_iterator<std::string>(in), std::istream_iterator<std::string>()};
}

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
    version.words = wordsOf(body);
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

/// What the publish left there of the page says no more than before, or something of what it added is in this text.
Result<bool> hasSeen(Cycle &cycle, const BlobId &now, const PageId &page, const BlobId &left) {
    for (const auto &[path, entry] : cycle.vault.lastPublished) {
        if (!isPageFile(path, entry.mode)) continue;
        TRY_ASSIGN(const FileIdentity file, cycle.files.identity(entry.blob));
        if (file.id != page) continue;
        TRY_ASSIGN(const bool isSame, cycle.files.equalBodies(entry.blob, left));
        if (isSame) return true;
        TRY_ASSIGN(const NewLines lines, newLines(cycle.files, now, entry.blob, left));
        return lines.isAnyHere;
    }
    return false;
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

std::set<std::string_view> changedPaths(const DiskScan &scan) {
    std::set<std::string_view> paths;
    for (const DiskChange &change : scan.changes)
        paths.insert(change.path);
    return paths;
}

/// A publish removes first and writes then, each path by path: where something is left to remove it wrote nothing.
bool beganToWrite(const DiskScan &scan, const std::set<std::string_view> &changed) {
    return std::none_of(scan.interrupted.begin(), scan.interrupted.end(),
                        [&](const auto &state) { return !state.second && !changed.contains(state.first); });
}

/// What it did put there, as far as it came, and its person took elsewhere: the same text is there, or the page. The
/// index does not tell, it also has what could not be put.
Result<> addTakenElsewhere(Cycle &cycle, const DiskScan &scan, std::vector<DiskChange> &changes) {
    VaultTree &published = cycle.vault.published;
    const std::set<std::string_view> changed = changedPaths(scan);
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

/// Where the publish did put each page.
Result<std::map<PageId, std::string>> placesPut(FileReader &files, const DiskScan &scan, const VaultTree &published) {
    std::map<PageId, std::string> places;
    for (const auto *states : {&scan.finished, &scan.interrupted})
        for (const auto &[path, put] : *states) {
            if (!put || !isPageFile(path, put->mode) || entryAt(published, path) != put) continue;
            TRY_ASSIGN(const FileIdentity file, files.identity(put->blob));
            if (file.id) places.emplace(*file.id, path);
        }
    return places;
}

/// Where the publish did put the page elsewhere, the file that it was still to replace is no page any more; unless its
/// person has put another page there since, and it is nowhere else.
Result<bool> isPutElsewhere(FileReader &files, const std::map<PageId, std::string> &places, const std::string &path,
                            const TreeEntry &entry, const std::vector<DiskChange> &changes) {
    if (!isPageFile(path, entry.mode)) return false;
    TRY_ASSIGN(const FileIdentity file, files.identity(entry.blob));
    const auto place = file.id ? places.find(*file.id) : places.end();
    if (place == places.end() || place->second == path) return false;
    bool isAnotherThere = false;
    for (const DiskChange &change : changes) {
        if (!change.now || !isPageFile(change.path)) continue;
        TRY_ASSIGN(const FileIdentity now, files.identity(change.now->blob));
        if (now.id == file.id) return true;
        isAnotherThere = isAnotherThere || (now.id && change.path == place->second);
    }
    return !isAnotherThere;
}

/// Its person took that file elsewhere, most likely with the folder it was in: no copy was made, the page's text stood
/// at two places.
Result<> findTakenUnreplaced(Cycle &cycle, const std::map<PageId, std::string> &places, const TreeEntry &was,
                             const std::vector<DiskChange> &changes) {
    TRY_ASSIGN(const FileIdentity file, cycle.files.identity(was.blob));
    const auto isGoneThere = [&](const DiskChange &change) {
        return change.path == places.at(*file.id) && !change.now;
    };
    if (std::any_of(changes.begin(), changes.end(), isGoneThere)) return {};  // it stands at one place alone
    for (const DiskChange &change : changes) {
        if (change.before || !change.now || !isPageFile(change.path)) continue;
        TRY_ASSIGN(const FileIdentity came, cycle.files.identity(change.now->blob));
        if (came.id != file.id || cycle.vault.notYetReplaced.contains(change.path)) continue;
        TRY_ASSIGN(const bool isAnew, isWrittenAnew(cycle.files, change.now->blob, was.blob));
        if (change.now != was && isAnew) continue;
        cycle.vault.notYetReplaced.emplace(change.path, was);
        return {};
    }
    return {};
}

Result<> findNotYetReplaced(Cycle &cycle, const DiskScan &scan, const std::vector<DiskChange> &changes) {
    if (scan.interrupted.empty()) return {};
    const VaultState &vault = cycle.vault;
    TRY_ASSIGN(const auto places, placesPut(cycle.files, scan, vault.published));
    const std::set<std::string_view> changed = changedPaths(scan);
    for (const auto &[path, put] : scan.interrupted) {
        const auto was = vault.lastPublished.find(path);
        if (!put || was == vault.lastPublished.end()) continue;
        TRY_ASSIGN(const bool isElsewhere, isPutElsewhere(cycle.files, places, path, was->second, changes));
        if (!isElsewhere) continue;
        if (!changed.contains(path) && entryAt(vault.published, path) == was->second)
            cycle.vault.notYetReplaced.emplace(path, was->second);
        if (changed.contains(path) && !vault.published.contains(path))
            TRY(findTakenUnreplaced(cycle, places, was->second, changes));
    }
    return {};
}

/// Neither the file that stood there nor the one that was put there: its person put it there.
Result<bool> isOfAThirdPage(FileReader &files, const DiskChange &change, const std::optional<TreeEntry> &left) {
    if (!left || !change.before) return false;
    TRY_ASSIGN(const FileIdentity now, files.identity(change.now->blob));
    TRY_ASSIGN(const FileIdentity before, files.identity(change.before->blob));
    TRY_ASSIGN(const FileIdentity put, files.identity(left->blob));
    return now.id && now.id != before.id && now.id != put.id;
}

/// The person began with what a cut-off publish was to leave there.
Result<bool> beganThere(FileReader &files, const DiskScan &scan, const DiskChange &change,
                        const std::optional<TreeEntry> &left, const VaultTree &index) {
    if (left && entryAt(index, change.path) == left) return true;
    if (!change.now) return isElsewhere(scan, left);
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
    for (DiskChange change : scan.changes) {
        const auto cutOff = scan.interrupted.find(change.path);
        if (cutOff != scan.interrupted.end()) {
            TRY_ASSIGN(const bool began, beganThere(cycle.files, scan, change, cutOff->second, index));
            bool mayBeGone = false;
            if (!began) {
                TRY_ASSIGN(mayBeGone, mayHaveGone(cycle.files, change, cutOff->second));
            }
            if (began || mayBeGone) setEntry(published, change.path, began ? cutOff->second : std::nullopt);
        }
        change.before = entryAt(published, change.path);
        if (change.before != change.now) changes.push_back(std::move(change));
    }
    TRY(addTakenElsewhere(cycle, scan, changes));
    TRY(findNotYetReplaced(cycle, scan, changes));
    return changes;
}

}  // namespace wikivault
