#include "engine/run/not_yet_replaced.h"

#include "engine/run/disk_changes.h"

#include <algorithm>

namespace wikivault {

namespace {

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

}  // namespace

Result<> findNotYetReplaced(Cycle &cycle, const DiskScan &scan, const ChangedPaths &changed,
                            const std::vector<DiskChange> &changes) {
    if (scan.interrupted.empty()) return {};
    const VaultState &vault = cycle.vault;
    TRY_ASSIGN(const auto places, placesPut(cycle.files, scan, vault.published));
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

}  // namespace wikivault
