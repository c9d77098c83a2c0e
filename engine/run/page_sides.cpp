#include "engine/run/page_sides.h"

#include "engine/core/page_path.h"
#include "engine/core/rig_hooks.h"
#include "engine/run/merge_steps.h"

namespace wikivault {

namespace {

std::string lastSegment(const std::string &directory) {
    const std::size_t slash = directory.rfind('/');
    return slash == std::string::npos ? directory : directory.substr(slash + 1);
}

std::string folderNoteOf(const std::string &directory) {
    return directory + "/" + lastSegment(directory) + ".md";
}

std::optional<PageId> lookUp(const std::map<std::string, PageId> &pages, const std::string &path) {
    const auto found = pages.find(path);
    return found == pages.end() ? std::nullopt : std::optional(found->second);
}

/// The parent by the mirror's layout; where the parent's own file is missing the wiki's word stands.
std::optional<PageId> baseParent(const Cycle &cycle, const PageId &page, const std::string &path) {
    const std::string directory = parentDirectoryOf(path);
    if (directory.empty()) return std::nullopt;
    if (const auto note = parentIn(cycle.vault.base, path)) return note;
    if (const auto folder = lookUp(cycle.wiki.baseFolders, directory)) return folder;
    const auto row = cycle.wiki.rows.find(page);
    return row == cycle.wiki.rows.end() ? std::nullopt : row->second.parent;
}

/// A parent that is not a live page of this space places the page at the root, as the layout does.
std::optional<PageId> wikiParent(const Cycle &cycle, const PageRow &row) {
    if (!row.parent) return std::nullopt;
    const bool known = cycle.wiki.rows.contains(*row.parent) || cycle.wiki.basePages.contains(*row.parent);
    return known ? row.parent : std::nullopt;
}

}  // namespace

std::optional<PageId> parentIn(const PageIndex &index, const std::string &path) {
    const std::string directory = parentDirectoryOf(path);
    return directory.empty() ? std::nullopt : pageAtPath(index, folderNoteOf(directory));
}

FolderOwners::FolderOwners(const Cycle &cycle) : m_cycle(cycle) {
    const auto compare = [&](const PageId &id, const IndexedPage *was, const IndexedPage *is) {
        if (was && is) noteRenamed(id, was->path, is->path);
        const auto path = cycle.wiki.paths.find(id);
        if (was && !is && path != cycle.wiki.paths.end() && isFolderNote(path->second))
            m_kept.emplace(directoryOf(path->second), id);
        return true;
    };
    forEachDifference(cycle.vault.base.pages, cycle.vault.main.pages, compare);
}

void FolderOwners::noteRenamed(const PageId &page, const std::string &was, const std::string &is) {
    const std::string directory = directoryOf(is);
    if (was == is || directory.empty() || !isFolderNote(was) || isFolderNote(is)) return;
    if (pageNameOf(was) != pageNameOf(is)) return;
    if (pageAt(folderNoteOf(directory)) || pageAt(directory + ".md")) return;
    m_owners.emplace(directory, page);
    m_renamed.emplace(page, directory);
}

std::optional<PageId> FolderOwners::pageAt(const std::string &path) const {
    if (const auto page = pageAtPath(m_cycle.vault.main, path)) return page;
    return lookUp(m_creates, path);
}

FolderOwners::Owner FolderOwners::ownerOf(const std::string &directory) const {
    if (directory.empty()) return {};
    if (const auto note = pageAt(folderNoteOf(directory))) return {note, {}};
    if (const auto beside = pageAt(directory + ".md")) return {beside, {}};
    if (const auto renamed = lookUp(m_owners, directory)) return {renamed, {}};
    if (const auto folder = lookUp(m_cycle.wiki.baseFolders, directory)) return {folder, {}};
    // The note was removed while files stay below it: it is still their page.
    const auto gone = pageAtPath(m_cycle.vault.base, folderNoteOf(directory));
    if (gone && !m_cycle.vault.main.pages.contains(*gone)) return {gone, {}};
    if (const auto kept = lookUp(m_kept, directory)) return {kept, {}};
    // Its note is there and names no page: what stands below it has no parent to be under until somebody mends it.
    const LooseFile *note = looseAt(m_cycle.vault.main, folderNoteOf(directory));
    const bool isUnusable = note && (note->badId || m_cycle.vault.main.problems.contains(note->path));
    if (isUnusable) return {idForCreate(m_cycle, note->path), {}};
    return {std::nullopt, directory};
}

FolderOwners::Owner FolderOwners::parentOf(const std::string &path) const {
    const auto page = pageAt(path);
    if (page)
        if (const auto renamed = m_renamed.find(*page); renamed != m_renamed.end())
            return ownerOf(directoryOf(renamed->second));
    return ownerOf(parentDirectoryOf(path));
}

std::string FolderOwners::nameOf(const PageId &page, const std::string &path) const {
    const auto renamed = m_renamed.find(page);
    return renamed == m_renamed.end() ? pageNameOf(path) : lastSegment(renamed->second);
}

PageSides sidesOf(const Cycle &cycle, const FolderOwners &owners, const PageId &page) {
    PageSides sides;
    const auto git = cycle.vault.main.pages.find(page);
    auto base = cycle.vault.base.pages.find(page);
    if (PLANTED("base-by-path") && git != cycle.vault.main.pages.end()) {
        const auto there = pageAtPath(cycle.vault.base, git->second.path);
        base = there ? cycle.vault.base.pages.find(*there) : cycle.vault.base.pages.end();
    }
    if (base != cycle.vault.base.pages.end())
        sides.base =
            PageSide{pageNameOf(base->second.path), baseParent(cycle, page, base->second.path), base->second.blob};
    const auto row = cycle.wiki.rows.find(page);
    if (row != cycle.wiki.rows.end() && cycle.wiki.blobs.contains(page))
        sides.wiki =
            PageSide{pageNameOf(cycle.wiki.paths.at(page)), wikiParent(cycle, row->second), cycle.wiki.blobs.at(page)};
    if (git != cycle.vault.main.pages.end()) {
        const std::string &path = git->second.path;
        const bool sameFolder = sides.base && directoryOf(path) == directoryOf(base->second.path) &&
                                isFolderNote(path) == isFolderNote(base->second.path);
        const FolderOwners::Owner owner = owners.parentOf(path);
        std::optional<PageId> parent = sameFolder ? sides.base->parent : owner.page;
        // A bare folder's page is known by its id before it is made.
        if (!sameFolder && !owner.bareFolder.empty()) parent = idForCreate(cycle, owner.bareFolder + "/");
        sides.git = PageSide{owners.nameOf(page, path), parent, git->second.blob};
    }
    const auto absence = cycle.wiki.absences.find(page);
    if (absence != cycle.wiki.absences.end()) sides.absence = absence->second;
    return sides;
}

}  // namespace wikivault
