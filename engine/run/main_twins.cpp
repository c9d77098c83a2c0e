#include "engine/run/main_twins.h"

#include <algorithm>

namespace wikivault {

namespace {

/// The file at `place` is the page, and what was taken for it a copy; "": none is.
void changePlaces(PageIndex &index, const PageId &page, const std::string &place) {
    const IndexedPage before = index.pages.at(page);
    const auto file = std::find_if(index.loose.begin(), index.loose.end(),
                                   [&](const LooseFile &loose) { return loose.path == place; });
    const bool isThere = file != index.loose.end();
    setPage(index, page, isThere ? std::optional(IndexedPage{file->path, file->blob}) : std::nullopt);
    const bool isNamed = isThere && file->copiedFrom;
    if (isThere) index.loose.erase(file);
    const bool hasId = index.withoutId.erase(page) == 0;
    if (isThere && !isNamed) index.withoutId.insert(page);
    index.loose.push_back({before.path, before.blob, hasId ? std::optional(page) : std::nullopt, false,
                           hasId ? page.str() : std::string()});
}

}  // namespace

/// Pages whose ids stand in files that came or changed.
Result<std::set<PageId>> MainTwins::namedOnDisk() {
    std::set<PageId> pages;
    for (const DiskChange &change : m_changes) {
        if (!change.now || !isPageFile(change.path)) continue;
        TRY_ASSIGN(const FileIdentity identity, m_cycle.files.identity(change.now->blob));
        if (identity.id) pages.insert(*identity.id);
    }
    return pages;
}

Result<> MainTwins::settleRivals(PageIndex &index) {
    std::map<PageId, std::set<std::string>> rivals;
    for (const LooseFile &file : index.loose)
        if (file.copiedFrom && index.pages.contains(*file.copiedFrom)) rivals[*file.copiedFrom].insert(file.path);
    for (auto &[page, paths] : rivals) {
        const std::string chosen = index.pages.at(page).path;
        paths.insert(chosen);
        const auto agreed = m_cycle.vault.base.pages.find(page);
        if (agreed != m_cycle.vault.base.pages.end() && paths.contains(agreed->second.path)) continue;
        TRY_ASSIGN(const std::string place, m_edits.earlierPlace(page, paths));
        if (!place.empty() && place != chosen) changePlaces(index, page, place);
    }
    return {};
}

void MainTwins::keepCopies(PageIndex &index, const PageIndex &last) const {
    const auto isCopy = [&](const std::string &path, const PageId &page) {
        const LooseFile *file = looseAt(last, path);
        return file && file->copiedFrom == page;
    };
    std::vector<PageId> pages;
    for (const LooseFile &file : last.loose)
        if (file.copiedFrom && index.pages.contains(*file.copiedFrom)) pages.push_back(*file.copiedFrom);
    for (const PageId &page : pages) {
        const auto at = index.pages.find(page);
        if (at == index.pages.end() || !last.pages.contains(page) || !isCopy(at->second.path, page)) continue;
        const auto other = std::find_if(index.loose.begin(), index.loose.end(), [&](const LooseFile &file) {
            return file.copiedFrom == page && !isCopy(file.path, page);
        });
        changePlaces(index, page, other == index.loose.end() ? std::string() : other->path);
    }
}

Result<> MainTwins::nameUnnamed(PageIndex &left) {
    const PageIndex &main = m_cycle.vault.main;
    for (const LooseFile &copy : main.loose) {
        if (!copy.copiedFrom) continue;
        const auto page = main.pages.find(*copy.copiedFrom), taken = left.pages.find(*copy.copiedFrom);
        if (page == main.pages.end() || taken == left.pages.end()) continue;
        if (taken->second.path != copy.path || taken->second.blob != copy.blob) continue;
        const LooseFile *file = looseAt(left, page->second.path);
        if (!file || file->copiedFrom || file->badId) continue;
        TRY_ASSIGN(const bool same, m_cycle.files.equalBodies(file->blob, page->second.blob));
        if (same) changePlaces(left, page->first, page->second.path);
    }
    return {};
}

Result<> MainTwins::forgetPlaced(PageIndex &left) {
    const VaultState &vault = m_cycle.vault;
    if (left.withoutId.empty()) return {};
    TRY_ASSIGN(const PageIndex last, indexPages(vault.lastPublished, nullptr, m_cycle.files));
    for (const PageId &page : std::set<PageId>(left.withoutId)) {
        const IndexedPage file = left.pages.at(page);
        const auto own = last.pages.find(page);
        const bool stoodElsewhere = own != last.pages.end() && own->second.path != file.path;
        if (!looseAt(last, file.path) || pageAtPath(vault.base, file.path) != page) continue;
        if (!stoodElsewhere || vault.leftOnDisk == vault.lastPublished) {
            TRY_ASSIGN(const bool wasNone, m_edits.wasLoose(file.path, file.blob));
            if (!wasNone) continue;
        }
        setPage(left, page, std::nullopt);
        left.withoutId.erase(page);
        left.loose.push_back({file.path, file.blob, {}, false, {}});
    }
    return {};
}

Result<> MainTwins::nameLeft(PageIndex &left) {
    if (left.loose.empty()) return {};
    std::vector<LooseFile> loose;
    TRY_ASSIGN(const std::set<PageId> onDisk, namedOnDisk());
    for (const LooseFile &file : left.loose) {
        TRY_ASSIGN(const std::optional<PageId> page, namedBy(left, file, onDisk));
        if (!page) {
            loose.push_back(file);
            continue;
        }
        left.pages.emplace(*page, IndexedPage{file.path, file.blob});
        left.byPath.emplace(file.path, *page);
        left.withoutId.insert(*page);
    }
    left.loose = std::move(loose);
    return {};
}

Result<> MainTwins::nameGone(PageIndex &unseen) {
    const auto isGone = [&](const LooseFile &file) { return !m_sides.tree.contains(file.path); };
    const auto there = std::stable_partition(unseen.loose.begin(), unseen.loose.end(), isGone);
    const std::vector<LooseFile> kept(there, unseen.loose.end());
    unseen.loose.erase(there, unseen.loose.end());
    TRY(nameLeft(unseen));
    unseen.loose.insert(unseen.loose.end(), kept.begin(), kept.end());
    return {};
}

Result<std::optional<PageId>> MainTwins::namedBy(const PageIndex &left, const LooseFile &file,
                                                 const std::set<PageId> &onDisk) {
    const std::optional<PageId> nobody;
    const PageIndex &main = m_cycle.vault.main;
    if (file.copiedFrom || file.badId || looseAt(main, file.path)) return nobody;
    const auto may = [&](const PageId &page) { return !left.pages.contains(page) && !main.withoutId.contains(page); };
    if (const auto here = main.byPath.find(file.path); here != main.byPath.end() && may(here->second)) {
        TRY_ASSIGN(const bool equal, m_cycle.files.equalBodies(file.blob, main.pages.at(here->second).blob));
        if (equal) return std::optional(here->second);
    }
    TRY_ASSIGN(const std::string body, m_cycle.files.body(file.blob));
    if (proseLines(body).empty()) return nobody;
    for (const auto &[page, its] : main.pages) {
        if (!may(page) || onDisk.contains(page) || m_sides.tree.contains(its.path)) continue;
        // Main may have merged the wiki's text into it since.
        TRY_ASSIGN(const std::optional<BlobId> text, m_edits.earlierText(page, file.blob));
        if (text) return std::optional(page);
    }
    return nobody;
}

/// It does now, or did when the engine was last here; not just another file at its path.
bool MainTwins::standsOnDisk(const LooseFile &file) const {
    const auto isIn = [&](const VaultTree &tree) {
        const auto at = tree.find(file.path);
        return at != tree.end() && at->second.blob == file.blob;
    };
    return isIn(m_cycle.vault.published) || isIn(m_sides.tree);
}

Result<std::string> MainTwins::whereMainTookIt(const DiskChange &change) {
    const PageIndex &main = m_cycle.vault.main;
    const bool isThere = m_cycle.vault.mainTree.contains(change.path) && !main.byPath.contains(change.path);
    if (!change.before || isThere) return std::string();
    std::vector<LooseFile> files = main.loose;
    for (const PageId &page : main.withoutId)
        files.push_back({main.pages.at(page).path, main.pages.at(page).blob, {}, false, {}});
    for (const LooseFile &file : files) {
        // Another file that somebody put there has an edit of its own to bring.
        const bool isFree = entryAt(m_sides.tree, file.path) == entryAt(m_cycle.vault.published, file.path);
        // A run that was cut off had put it there already, and not yet replaced what stood here.
        const bool wasPut = !m_cycle.vault.lastPublished.contains(file.path);
        if ((standsOnDisk(file) && !wasPut) || !isFree) continue;
        if (standsOnDisk(file) && change.now) {
            // Its person put it there, and another document here.
            TRY_ASSIGN(const bool isAnother, isWrittenAnew(m_cycle.files, change.now->blob, change.before->blob));
            if (isAnother) continue;
        }
        TRY_ASSIGN(const bool same, m_cycle.files.equalBodies(file.blob, change.before->blob));
        if (same) return file.path;
    }
    return std::string();
}

Result<> MainTwins::removeTwinOfMoved(const DiskChange &change) {
    for (const DiskChange &gone : m_changes) {
        if (gone.now || !gone.before || gone.before->blob != change.now->blob) continue;
        if (m_sides.left.byPath.contains(gone.path)) continue;
        TRY_ASSIGN(const std::string twin, whereMainTookIt(gone));
        if (!twin.empty() && m_edits.remove(twin)) return {};
    }
    return {};
}

Result<std::optional<PageId>> MainTwins::leftBehind(const DiskChange &change, const std::set<std::string> &taken) {
    const std::optional<PageId> nobody;
    const auto ours = m_cycle.vault.mainTree.find(change.path);
    if (ours != m_cycle.vault.mainTree.end() && ours->second == change.before) return nobody;
    const LooseFile *copy = looseAt(m_sides.left, change.path);
    if (!copy || !copy->copiedFrom) return nobody;
    const auto main = m_cycle.vault.main.pages.find(*copy->copiedFrom);
    if (main == m_cycle.vault.main.pages.end() || main->second.path == change.path) return nobody;
    const std::string &path = main->second.path;
    const auto isEdited = [&](const DiskChange &other) { return other.path == path; };
    const bool isAlone = std::none_of(m_changes.begin(), m_changes.end(), isEdited) && !taken.contains(path);
    if (!m_sides.left.byPath.contains(path) || !isAlone) return nobody;
    TRY_ASSIGN(const FileIdentity now, m_cycle.files.identity(change.now->blob));
    return now.id == copy->copiedFrom ? now.id : nobody;
}

Result<> MainTwins::takeOld(std::set<std::string> &taken) {
    for (const auto &[path, was] : m_cycle.vault.notYetReplaced) {
        const std::optional<TreeEntry> now = entryAt(m_sides.tree, path);
        TRY_ASSIGN(const FileIdentity file, m_cycle.files.identity(was.blob));
        const auto main = m_cycle.vault.main.pages.find(*file.id);
        if (!now || main == m_cycle.vault.main.pages.end()) continue;
        taken.insert(path);
        if (now == was) continue;
        TRY(m_edits.put(main->second.path, main->second.path, {was.blob, *now, *file.id}));
    }
    return {};
}

/// It changed places with a page, which now stands where main has it, and may have been edited since.
Result<bool> MainTwins::removeSwappedTwin(const std::string &path, const TreeEntry &now) {
    const std::optional<PageId> page = pageAtPath(m_sides.left, path);
    if (!page) return false;
    const auto at = m_sides.now.pages.find(*page);
    if (at == m_sides.now.pages.end() || at->second.path == path) return false;
    const LooseFile *file = looseAt(m_cycle.vault.main, at->second.path);
    if (!file) return false;
    TRY_ASSIGN(const bool isAnother, isWrittenAnew(m_cycle.files, now.blob, file->blob));
    return !isAnother && m_edits.remove(file->path);
}

Result<> MainTwins::removeMovedTwin(const std::string &path, const TreeEntry &now) {
    TRY_ASSIGN(const bool isSwapped, removeSwappedTwin(path, now));
    if (isSwapped) return {};
    std::string twin;
    double best = kAlike;
    TRY_ASSIGN(const FileIdentity identity, m_cycle.files.identity(now.blob));
    TRY_ASSIGN(const std::string body, m_cycle.files.body(now.blob));
    const auto lines = proseLines(body);
    const auto isCopy = [&](const LooseFile &file) { return file.blob == now.blob && file.copiedFrom; };
    const bool isPage = identity.id && std::none_of(m_sides.now.loose.begin(), m_sides.now.loose.end(), isCopy);
    for (const LooseFile &file : m_cycle.vault.main.loose) {
        if (standsOnDisk(file)) continue;
        if (file.blob == now.blob && m_edits.remove(file.path)) return {};
        const bool isTaken = m_cycle.vault.published.contains(file.path) || m_sides.tree.contains(file.path);
        if (isPage || isTaken) continue;
        TRY_ASSIGN(const bool went, wentFromDisk(file.blob));
        if (!went) continue;
        TRY_ASSIGN(const std::string other, m_cycle.files.body(file.blob));
        const double alike = likeness(lines, proseLines(other));
        if (alike >= best) best = alike, twin = file.path;
    }
    if (!twin.empty()) m_edits.remove(twin);
    return {};
}

/// This very text stood on disk and is not there any more; a page may have taken its place.
Result<bool> MainTwins::wentFromDisk(const BlobId &blob) {
    for (const auto &[path, left] : m_cycle.vault.lastPublished) {
        const std::optional<PageId> now = pageAtPath(m_sides.now, path);
        const bool isTaken = now && now != pageAtPath(m_sides.left, path);
        if ((m_sides.tree.contains(path) && !isTaken) || !isPageFile(path, left.mode)) continue;
        TRY_ASSIGN(const bool same, m_cycle.files.equalBodies(left.blob, blob));
        if (same) return true;
    }
    return false;
}

}  // namespace wikivault
