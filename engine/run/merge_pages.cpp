#include "engine/core/page_path.h"
#include "engine/run/hold_conflict.h"
#include "engine/run/merge_bodies.h"
#include "engine/run/merge_steps.h"
#include "engine/run/page_sides.h"

#include <algorithm>

namespace wikivault {

namespace {

Item gitItem(const std::string &path, Reason reason, std::string detail) {
    Item item;
    item.path = path;
    item.direction = Direction::GitToWiki;
    item.action = Action::Create;
    item.outcome = Outcome::Skipped;
    item.reason = reason;
    item.detail = std::move(detail);
    return item;
}

Result<> collectCreates(Cycle &cycle, FolderOwners &owners) {
    for (const LooseFile &file : cycle.vault.main.loose) {
        const auto problem = cycle.vault.main.problems.find(file.path);
        if (problem != cycle.vault.main.problems.end()) {
            cycle.note(
                gitItem(file.path, Reason::BadFrontmatter, "the frontmatter cannot be used: " + problem->second));
        } else if (file.badId) {
            cycle.note(
                gitItem(file.path, Reason::InvalidId,
                        "gitmost_id is no page id: \"" + file.idText + "\"; remove the line to make a new page"));
        } else if (cycle.request.onlyPage || !cycle.touches({}, file.path) ||
                   cycle.merge.filesLeftOut.contains(file.path)) {
            cycle.merge.passedOver = true;
        } else {
            TRY_ASSIGN(const PendingCreate create, createFrom(cycle, file.path, file.blob));
            owners.addCreate(file.path, create.id);
            cycle.merge.creates.push_back(create);
        }
    }
    return {};
}

/// Gives a bare folder a page of its own (L-11) and returns that page.
PageId pageForFolder(Cycle &cycle, FolderOwners &owners, const std::string &folder) {
    const FolderOwners::Owner above = owners.ownerOf(directoryOf(folder));
    PendingCreate create;
    create.id = idForCreate(cycle, folder + "/");
    create.name = withoutSlug(cycle, folder.substr(folder.rfind('/') + 1));
    create.folder = folder;
    owners.addBareFolder(folder, create.id);
    const PageId id = create.id;
    create.parent = above.bareFolder.empty() ? above.page : pageForFolder(cycle, owners, above.bareFolder);
    cycle.merge.creates.push_back(create);
    return id;
}

std::optional<PageId> ownerOrNewPage(Cycle &cycle, FolderOwners &owners, const std::string &path) {
    const FolderOwners::Owner owner = owners.parentOf(path);
    return owner.bareFolder.empty() ? owner.page : pageForFolder(cycle, owners, owner.bareFolder);
}

/// In the order of their ids.
std::vector<PageId> everyPage(const Cycle &cycle) {
    std::vector<PageId> ids;
    const auto add = [&ids](const auto &pages) {
        for (const auto &page : pages)
            ids.push_back(page.first);
    };
    add(cycle.vault.base.pages);
    add(cycle.vault.main.pages);
    add(cycle.wiki.rows);
    add(cycle.merge.wanted);
    std::sort(ids.begin(), ids.end());
    ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
    return ids;
}

/// A conflict that this cycle does not look at stays open, with everything that is known about it.
void keepConflict(Cycle &cycle, const PageId &page) {
    const auto record = cycle.vault.conflicts.records.find(page);
    if (record == cycle.vault.conflicts.records.end()) return;
    const bool wholePage = record->second.kind == ConflictKind::Existence;
    (wholePage ? cycle.merge.heldPages : cycle.merge.heldBodies).insert(page);
    cycle.merge.conflicts.insert(*record);
    cycle.report.conflicts.push_back(summaryOf(cycle.request.space.id, page, record->second));
}

/// The page stays on both sides as it is, its file where git has it.
void leaveAlone(Cycle &cycle, const FolderOwners &owners, const PageId &page, const PageSides &sides) {
    PageVerdict verdict;
    verdict.fate = Fate::LeaveAlone;
    verdict.name = verdict.parent = Side::Git;
    cycle.merge.leftOut.insert(page);
    if (const auto file = cycle.vault.main.pages.find(page); file != cycle.vault.main.pages.end()) {
        cycle.merge.mainBlobs[page] = file->second.blob;
        const std::string &path = file->second.path;
        if (!owners.parentOf(path).bareFolder.empty()) cycle.merge.pinned.emplace(page, path);
    }
    cycle.merge.sides.emplace(page, sides);
    cycle.merge.verdicts.emplace(page, verdict);
    keepConflict(cycle, page);
}

/// Files of pages that are not this space's business: named, kept, never written anywhere.
void noteStranger(Cycle &cycle, const PageId &page, Fate fate) {
    const bool foreign = fate == Fate::ForeignSpace;
    Item item = gitItem(cycle.vault.main.pages.at(page).path, foreign ? Reason::ForeignSpace : Reason::InvalidId,
                        foreign ? "the file names a page of another space; remove gitmost_id to make a new page here"
                                : "the file names a page that does not exist; remove gitmost_id to make a new page");
    item.page = page;
    item.action = Action::Update;
    cycle.note(item);
}

/// The folder of the page's file decides where it belongs, so a bare one gets a page.
bool placedByGit(const PageVerdict &verdict) {
    if (verdict.fate == Fate::Keep) return verdict.parent == Side::Git;
    return verdict.fate == Fate::RestoreInWiki;
}

Result<> judgeBody(Cycle &cycle, const PageId &page, const PageSides &sides, PageVerdict &verdict) {
    if (verdict.fate == Fate::ExistenceConflict) return settleExistence(cycle, page, sides, verdict);
    if (verdict.fate == Fate::Keep && sides.git) return mergeBody(cycle, page, sides, verdict);
    if (verdict.fate == Fate::Keep) cycle.merge.mainBlobs[page] = sides.wiki->blob;
    if (verdict.fate != Fate::RestoreInWiki) return {};
    cycle.merge.mainBlobs[page] = sides.git->blob;
    return {};
}

std::string pathOf(const Cycle &cycle, const PageId &page) {
    if (const auto git = cycle.vault.main.pages.find(page); git != cycle.vault.main.pages.end())
        return git->second.path;
    if (const auto wiki = cycle.wiki.paths.find(page); wiki != cycle.wiki.paths.end()) return wiki->second;
    if (const auto base = cycle.vault.base.pages.find(page); base != cycle.vault.base.pages.end())
        return base->second.path;
    return cycle.merge.wanted.at(page)->name + ".md";  // an undo brings it back
}

/// Both sides hold the page as agreed, so passing it over leaves nothing undone.
Result<bool> isSettled(Cycle &cycle, const PageSides &sides) {
    if (!sides.base || !sides.wiki || !sides.git) return false;
    for (const PageSide *side : {&*sides.wiki, &*sides.git}) {
        if (side->name != sides.base->name || side->parent != sides.base->parent) return false;
        TRY_ASSIGN(const bool equal, cycle.files.equalBodies(sides.base->blob, side->blob));
        if (!equal) return false;
    }
    return true;
}

Result<> judgeOne(Cycle &cycle, FolderOwners &owners, const PageId &page) {
    PageSides sides = sidesOf(cycle, owners, page);
    const auto wanted = cycle.merge.wanted.find(page);
    if (wanted != cycle.merge.wanted.end()) sides.git = wanted->second;
    const std::string path = pathOf(cycle, page);
    const bool broken = sides.git && cycle.vault.main.problems.contains(path);
    if (broken)
        cycle.note(gitItem(path, Reason::BadFrontmatter,
                           "the frontmatter cannot be used: " + cycle.vault.main.problems.at(path)));
    const bool outside = !cycle.touches(page, path);
    if (outside && !cycle.merge.passedOver) {
        TRY_ASSIGN(const bool settled, isSettled(cycle, sides));
        cycle.merge.passedOver = !settled;
    }
    if (broken || outside || cycle.merge.leftOut.contains(page)) {
        leaveAlone(cycle, owners, page, sides);
        return {};
    }
    const auto winner = cycle.merge.winners.find(page);
    PageVerdict verdict =
        winner == cycle.merge.winners.end() ? judgePage(sides, cycle.request.policy) : judgePage(sides, winner->second);
    const bool stranger = verdict.fate == Fate::ForeignSpace || verdict.fate == Fate::UnknownId;
    if (stranger) noteStranger(cycle, page, verdict.fate);
    if (stranger || verdict.fate == Fate::LeaveAlone) {
        leaveAlone(cycle, owners, page, sides);
        return {};
    }
    TRY(judgeBody(cycle, page, sides, verdict));
    if (sides.git && placedByGit(verdict) && wanted == cycle.merge.wanted.end())
        sides.git->parent = ownerOrNewPage(cycle, owners, path);
    if (verdict.fate == Fate::RestoreInWiki) TRY(mergeRestored(cycle, page, sides, verdict));
    cycle.merge.sides.emplace_hint(cycle.merge.sides.end(), page, std::move(sides));
    cycle.merge.verdicts.emplace_hint(cycle.merge.verdicts.end(), page, verdict);
    return {};
}

Result<> restoreIds(Cycle &cycle) {
    for (const PageId &page : cycle.vault.main.withoutId) {
        const auto blob = cycle.merge.mainBlobs.find(page);
        if (blob == cycle.merge.mainBlobs.end() || cycle.merge.leftOut.contains(page)) continue;
        TRY_ASSIGN(const std::string file, cycle.files.text(blob->second));
        TRY_ASSIGN(blob->second, cycle.ports.vault.storeText(withId(file, page)));
    }
    return {};
}

}  // namespace

Result<> mergePages(Cycle &cycle) {
    TRY(cycle.checkpoint.pass("comparing both sides"));
    TRY_ASSIGN(const bool isDone, mergeEdits(cycle));
    if (isDone) return {};
    FolderOwners owners(cycle);
    TRY(adoptFiles(cycle, owners));
    TRY(collectCreates(cycle, owners));
    int done = 0;
    const std::vector<PageId> pages = everyPage(cycle);
    for (const PageId &page : pages) {
        if (++done % 64 == 0)
            TRY(cycle.checkpoint.pass("comparing both sides", {}, done, static_cast<int>(pages.size())));
        TRY(judgeOne(cycle, owners, page));
    }
    // Folders met on the way append creates, so this walks by index.
    for (std::size_t i = 0; i < cycle.merge.creates.size(); ++i)
        if (cycle.merge.creates[i].folder.empty()) {
            const std::optional<PageId> parent = ownerOrNewPage(cycle, owners, cycle.merge.creates[i].path);
            cycle.merge.creates[i].parent = parent;
        }
    TRY(keepWhatAnotherEngineLeftOut(cycle));
    TRY(restoreIds(cycle));
    TRY(guardChanges(cycle));
    choosePlaces(cycle);
    buildTrees(cycle);
    placeConflicts(cycle);
    TRY(guardSetAside(cycle));
    notePull(cycle);
    return {};
}

}  // namespace wikivault
