#include "engine/core/page_path.h"
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

/// A create that a crash cut off before its id reached the file: the page is recognised by its stored intent.
void adoptIntended(Cycle &cycle, FolderOwners &owners) {
    VaultState &vault = cycle.vault;
    for (const auto &[path, intent] : vault.intents.records) {
        if (!cycle.wiki.rows.contains(intent.page) || vault.main.pages.contains(intent.page)) continue;
        if (path.ends_with('/')) {
            owners.addBareFolder(path.substr(0, path.size() - 1), intent.page);
            continue;
        }
        const auto isIt = [&](const LooseFile &file) { return file.path == path; };
        const auto file = std::find_if(vault.main.loose.begin(), vault.main.loose.end(), isIt);
        if (file == vault.main.loose.end()) continue;
        vault.main.pages.emplace(intent.page, IndexedPage{path, file->blob});
        vault.main.byPath.emplace(path, intent.page);
        vault.main.withoutId.insert(intent.page);
        if (intent.blob) {
            vault.base.pages.emplace(intent.page, IndexedPage{path, *intent.blob});
            vault.base.byPath.emplace(path, intent.page);
        }
        vault.main.loose.erase(file);
    }
}

/// Pages are named before they exist, so that a repeated create is recognised; different moments give different ids.
PageId idForCreate(const Cycle &cycle, const std::string &path, bool &intended) {
    const auto known = cycle.vault.intents.records.find(path);
    intended = known != cycle.vault.intents.records.end();
    if (intended) return known->second.page;
    const std::string tip = cycle.vault.mainTip ? toHex(*cycle.vault.mainTip) : std::string();
    return derivedPageId(cycle.request.space.id.str() + '\n' + path + '\n' + tip);
}

void collectCreates(Cycle &cycle, FolderOwners &owners) {
    for (const LooseFile &file : cycle.vault.main.loose) {
        const auto problem = cycle.vault.main.problems.find(file.path);
        if (problem != cycle.vault.main.problems.end()) {
            cycle.note(gitItem(file.path, Reason::BadFrontmatter, "the frontmatter cannot be used: " + problem->second));
        } else if (file.badId) {
            cycle.note(gitItem(file.path, Reason::InvalidId,
                               "gitmost_id is no page id: \"" + file.idText + "\"; remove the line to make a new page"));
        } else if (cycle.request.onlyPage || !cycle.touches({}, file.path)) {
            continue;
        } else {
            PendingCreate create;
            create.id = idForCreate(cycle, file.path, create.alreadyIntended);
            create.path = file.path;
            create.blob = file.blob;
            create.name = pageNameOf(file.path);
            owners.addCreate(file.path, create.id);
            cycle.merge.creates.push_back(create);
        }
    }
}

/// Gives a bare folder a page of its own (L-11) and returns that page.
PageId pageForFolder(Cycle &cycle, FolderOwners &owners, const std::string &folder) {
    const FolderOwners::Owner above = owners.ownerOf(directoryOf(folder));
    PendingCreate create;
    create.id = idForCreate(cycle, folder + "/", create.alreadyIntended);
    create.name = folder.substr(folder.rfind('/') + 1);
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

std::set<PageId> everyPage(const Cycle &cycle) {
    std::set<PageId> ids;
    for (const auto &[id, page] : cycle.vault.base.pages) ids.insert(id);
    for (const auto &[id, page] : cycle.vault.main.pages) ids.insert(id);
    for (const auto &[id, row] : cycle.wiki.rows) ids.insert(id);
    return ids;
}

void leaveAlone(Cycle &cycle, const PageId &page, const PageSides &sides) {
    cycle.merge.leftOut.insert(page);
    if (sides.git) cycle.merge.mainBlobs[page] = sides.git->blob;
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

Result<> judgeOne(Cycle &cycle, FolderOwners &owners, const PageId &page) {
    PageSides sides = sidesOf(cycle, owners, page);
    const auto git = cycle.vault.main.pages.find(page);
    const std::string path = git != cycle.vault.main.pages.end() ? git->second.path
                             : cycle.wiki.paths.contains(page)  ? cycle.wiki.paths.at(page)
                                                                 : cycle.vault.base.pages.at(page).path;
    const bool broken = git != cycle.vault.main.pages.end() && cycle.vault.main.problems.contains(git->second.path);
    if (broken)
        cycle.note(gitItem(path, Reason::BadFrontmatter,
                           "the frontmatter cannot be used: " + cycle.vault.main.problems.at(path)));
    if (broken || cycle.merge.leftOut.contains(page) || !cycle.touches(page, path)) {
        leaveAlone(cycle, page, sides);
        return {};
    }
    PageVerdict verdict = judgePage(sides, cycle.request.policy);
    if (sides.git && verdict.fate != Fate::DropFile && verdict.parent == Side::Git)
        sides.git->parent = ownerOrNewPage(cycle, owners, path);
    if (verdict.fate == Fate::ExistenceConflict) TRY(settleExistence(cycle, page, sides, verdict));
    else if (verdict.fate == Fate::Keep && sides.git) TRY(mergeBody(cycle, page, sides, verdict));
    else if (verdict.fate == Fate::Keep) cycle.merge.mainBlobs[page] = sides.wiki->blob;
    else if (verdict.fate == Fate::RestoreInWiki) cycle.merge.mainBlobs[page] = sides.git->blob;
    else if (verdict.fate == Fate::ForeignSpace || verdict.fate == Fate::UnknownId) {
        noteStranger(cycle, page, verdict.fate);
        leaveAlone(cycle, page, sides);
    } else if (verdict.fate == Fate::LeaveAlone) leaveAlone(cycle, page, sides);
    if (verdict.fate == Fate::RestoreInWiki) cycle.merge.pushBodies.insert(page);
    cycle.merge.sides.emplace(page, sides);
    cycle.merge.verdicts.emplace(page, verdict);
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
    FolderOwners owners(cycle);
    adoptIntended(cycle, owners);
    collectCreates(cycle, owners);
    int done = 0;
    const std::set<PageId> pages = everyPage(cycle);
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
    TRY(restoreIds(cycle));
    TRY(guardChanges(cycle));
    choosePlaces(cycle);
    buildTrees(cycle);
    notePull(cycle);
    return {};
}

}  // namespace wikivault
