#include "engine/core/deletion_guard.h"
#include "engine/core/page_path.h"
#include "engine/run/merge_steps.h"

#include <algorithm>

namespace wikivault {

namespace {

/// Of a page that is not in the list: another space or the trash may still have it.
std::string slugWithoutRow(const Cycle &cycle, const PageId &page) {
    const auto known = cycle.wiki.slugs.find(page);
    return known == cycle.wiki.slugs.end() ? page.str() : known->second;
}

PageRow mainRow(const Cycle &cycle, const PageId &page) {
    PageRow row;
    if (const auto wiki = cycle.wiki.rows.find(page); wiki != cycle.wiki.rows.end()) row = wiki->second;
    row.id = page;
    if (row.slugId.empty()) row.slugId = slugWithoutRow(cycle, page);
    if (const auto title = cycle.merge.titles.find(page); title != cycle.merge.titles.end()) row.title = title->second;
    if (const auto parent = cycle.merge.parents.find(page); parent != cycle.merge.parents.end())
        row.parent = parent->second;
    return row;
}

/// Pages that stay at their base keep its name and parent there as well.
bool staysAtBase(const Cycle &cycle, const PageId &page) {
    if (!cycle.vault.base.pages.contains(page)) return false;
    return cycle.merge.leftOut.contains(page) || cycle.merge.heldPages.contains(page) ||
           !cycle.wiki.rows.contains(page);
}

std::string nameAtBase(const Cycle &cycle, const PageRow &row) {
    return withoutOwnSuffix(pageNameOf(cycle.vault.base.pages.at(row.id).path), row);
}

PageRow atBase(const Cycle &cycle, PageRow row) {
    row.title = nameAtBase(cycle, row);
    const auto sides = cycle.merge.sides.find(row.id);
    if (sides != cycle.merge.sides.end() && sides->second.base) row.parent = sides->second.base->parent;
    return row;
}

std::vector<PageRow> basePageRows(const Cycle &cycle) {
    std::vector<PageRow> rows;
    for (const PageRow &row : cycle.wiki.list.pages)
        if (row.isBase) rows.push_back(row);
    return rows;
}

/// A new file that wants the name of a page is set aside as ` ~git`.
void layOutCreates(Cycle &cycle, std::vector<PageRow> &rows) {
    MergeState &merge = cycle.merge;
    for (const PendingCreate &create : merge.creates) {
        PageRow row;
        row.id = create.id;
        row.slugId = "git";
        row.title = create.name;
        row.parent = create.parent;
        rows.push_back(row);
    }
    merge.mainPaths = layoutPages(rows, merge.mainPaths);
}

/// Pages of the wiki keep their names.
void layOutMain(Cycle &cycle) {
    MergeState &merge = cycle.merge;
    std::map<PageId, std::string> current;
    std::vector<PageRow> rows = basePageRows(cycle);
    for (const auto &[page, blob] : merge.mainBlobs) {
        rows.push_back(mainRow(cycle, page));
        const auto file = cycle.vault.main.pages.find(page);
        const auto base = cycle.vault.base.pages.find(page);
        if (file != cycle.vault.main.pages.end())
            current.emplace(page, file->second.path);
        else if (base != cycle.vault.base.pages.end() && !cycle.vault.main.byPath.contains(base->second.path))
            current.emplace(page, base->second.path);  // it comes back, and the mirror never let its name go
    }
    for (const PageId &page : merge.parentsKept) {
        rows.push_back(mainRow(cycle, page));
        // As the mirror names the page's folder, or what lives in it would seem to move.
        if (staysAtBase(cycle, page)) rows.back().title = nameAtBase(cycle, rows.back());
        if (const auto base = cycle.vault.base.pages.find(page); base != cycle.vault.base.pages.end())
            current.emplace(page, base->second.path);
    }
    merge.mainPaths = cycle.wiki.layout.of(rows, std::move(current));
    if (!merge.creates.empty()) layOutCreates(cycle, rows);
}

void pinFiles(MergeState &merge) {
    std::set<std::string> taken;
    for (const auto &[page, path] : merge.mainPaths)
        if (!merge.pinned.contains(page)) taken.insert(path);
    for (const auto &[page, path] : merge.pinned)
        if (taken.insert(path).second) merge.mainPaths[page] = path;
}

std::string freePath(const VaultTree &tree, const std::string &path) {
    return tree.contains(path) ? freeSidePath(tree, path) : path;
}

void placeCreates(Cycle &cycle) {
    for (PendingCreate &create : cycle.merge.creates) {
        const auto laid = cycle.merge.mainPaths.find(create.id);
        if (create.path.empty()) {
            if (laid != cycle.merge.mainPaths.end()) create.name = pageNameOf(laid->second);
            continue;
        }
        const std::string from = create.path;
        create.path = freePath(cycle.merge.mainTree, laid == cycle.merge.mainPaths.end() ? from : laid->second);
        create.name = pageNameOf(create.path);
        TreeEntry entry = cycle.vault.mainTree.at(from);
        entry.blob = *create.blob;
        cycle.merge.mainTree[create.path] = entry;
        create.fromPath = from;
    }
}

void buildMainTree(Cycle &cycle) {
    MergeState &merge = cycle.merge;
    std::set<std::string> replaced;
    for (const auto &[page, file] : cycle.vault.main.pages)
        replaced.insert(file.path);
    for (const PendingCreate &create : merge.creates)
        replaced.insert(create.path);
    std::vector<std::string> stay;
    for (const auto &[path, entry] : cycle.vault.mainTree) {
        if (replaced.contains(path)) continue;
        if (isPageFile(path, entry.mode))
            stay.push_back(path);
        else
            merge.mainTree.emplace(path, entry);
    }
    for (const auto &[page, blob] : merge.mainBlobs) {
        TreeEntry entry{blob};
        if (const auto file = cycle.vault.main.pages.find(page); file != cycle.vault.main.pages.end())
            entry.mode = cycle.vault.mainTree.at(file->second.path).mode;
        merge.mainTree[merge.mainPaths.at(page)] = entry;
    }
    placeCreates(cycle);
    for (const std::string &path : stay)
        merge.mainTree[freePath(merge.mainTree, path)] = cycle.vault.mainTree.at(path);
}

/// The page file the agreed mirror holds; nothing: the page is not in it.
std::optional<BlobId> agreedBlob(const Cycle &cycle, const PageId &page) {
    const MergeState &merge = cycle.merge;
    const auto base = cycle.vault.base.pages.find(page);
    const std::optional<BlobId> baseBlob =
        base == cycle.vault.base.pages.end() ? std::nullopt : std::optional(base->second.blob);
    if (merge.leftOut.contains(page) || merge.heldPages.contains(page) || merge.heldBodies.contains(page))
        return baseBlob;
    const auto wiki = cycle.wiki.blobs.find(page);
    if (wiki != cycle.wiki.blobs.end() && cycle.wiki.rows.contains(page)) return wiki->second;
    const auto verdict = merge.verdicts.find(page);
    const bool unproven = verdict != merge.verdicts.end() && verdict->second.fate == Fate::LeaveAlone;
    return unproven ? baseBlob : std::nullopt;
}

std::vector<PageRow> agreedRows(const Cycle &cycle) {
    std::vector<PageRow> rows;
    for (const PageRow &row : cycle.wiki.list.pages)
        rows.push_back(staysAtBase(cycle, row.id) ? atBase(cycle, row) : row);
    for (const auto &[page, base] : cycle.vault.base.pages) {
        if (cycle.wiki.rows.contains(page) || !agreedBlob(cycle, page)) continue;
        PageRow row;
        row.id = page;
        row.slugId = slugWithoutRow(cycle, page);
        rows.push_back(atBase(cycle, row));
    }
    return rows;
}

}  // namespace

void buildMirrorTrees(Cycle &cycle, std::map<PageId, std::string> current) {
    MergeState &merge = cycle.merge;
    merge.agreedTree.clear();
    merge.agreedPaths = cycle.wiki.layout.of(agreedRows(cycle), std::move(current));
    for (const auto &[path, entry] : cycle.vault.mirrorTree)
        if (!isPageFile(path, entry.mode)) merge.agreedTree.emplace(path, entry);
    for (const auto &[page, path] : merge.agreedPaths)
        if (const auto blob = agreedBlob(cycle, page)) merge.agreedTree[path] = TreeEntry{*blob};
    merge.heldTree = merge.agreedTree;
    const auto holdAsWikiHasIt = [&](const PageId &page) {
        const auto path = merge.agreedPaths.find(page);
        if (path == merge.agreedPaths.end()) return;
        const auto blob = cycle.wiki.blobs.find(page);
        if (blob == cycle.wiki.blobs.end() || !cycle.wiki.rows.contains(page))
            merge.heldTree.erase(path->second);
        else
            merge.heldTree[path->second] = TreeEntry{blob->second};
    };
    for (const auto &[page, blob] : cycle.wiki.trashed) {
        const auto verdict = merge.verdicts.find(page);
        const bool comesBack = verdict != merge.verdicts.end() && verdict->second.fate == Fate::RestoreInWiki;
        if (comesBack && !cycle.wiki.rows.contains(page) && merge.mainPaths.contains(page))
            merge.heldTree[freePath(merge.heldTree, merge.mainPaths.at(page))] = TreeEntry{blob};
    }
    for (const PageId &page : merge.heldBodies)
        holdAsWikiHasIt(page);
    for (const PageId &page : merge.heldPages)
        holdAsWikiHasIt(page);
}

namespace {

Item pullItem(const PageId &page, Action action, const std::string &path) {
    Item item;
    item.page = page;
    item.path = path;
    item.direction = Direction::WikiToGit;
    item.action = action;
    return item;
}

void notePulledFile(Cycle &cycle, const PageId &page, const BlobId &blob) {
    const std::string &path = cycle.merge.mainPaths.at(page);
    const auto file = cycle.vault.main.pages.find(page);
    if (file == cycle.vault.main.pages.end()) {
        Item item = pullItem(page, Action::Create, path);
        item.after = blob;
        cycle.note(item);
        ++cycle.report.pull.written;
        return;
    }
    const auto verdict = cycle.merge.verdicts.find(page);
    if (verdict == cycle.merge.verdicts.end()) return;
    const auto &sides = cycle.merge.sides.at(page);
    if (file->second.path != path && sides.base && sides.wiki) {
        const bool renamed = verdict->second.name == Side::Wiki && sides.wiki->name != sides.git->name;
        const bool moved = verdict->second.parent == Side::Wiki && sides.wiki->parent != sides.git->parent;
        if (renamed || moved) {
            Item item = pullItem(page, moved ? Action::Move : Action::Rename, path);
            item.fromPath = file->second.path;
            const auto known = cycle.wiki.storedKeys.find(page);
            if (renamed && known != cycle.wiki.storedKeys.end()) item.fromTitle = known->second.title;
            cycle.note(item);
            ++cycle.report.pull.moved;
        }
    }
    if (file->second.blob == blob) return;
    Item item = pullItem(page, Action::Update, path);
    item.before = file->second.blob;
    item.after = blob;
    cycle.note(item);
    ++cycle.report.pull.written;
}

void noteRuleSettled(Cycle &cycle, const PageId &page, const PageVerdict &verdict) {
    if (!verdict.nameSettledByRule && !verdict.parentSettledByRule) return;
    Item item = pullItem(page, verdict.parentSettledByRule ? Action::Move : Action::Rename,
                         cycle.merge.mainPaths.contains(page) ? cycle.merge.mainPaths.at(page) : std::string());
    item.direction = Direction::GitToWiki;
    item.reason = Reason::SettledByRule;
    item.detail = "both sides renamed or moved the page differently; by rule git's choice stands";
    cycle.note(item);
}

}  // namespace

void buildTrees(Cycle &cycle) {
    layOutMain(cycle);
    pinFiles(cycle.merge);
    buildMainTree(cycle);
    std::map<PageId, std::string> current;
    for (const auto &[page, base] : cycle.vault.base.pages)
        current.emplace(page, base.path);
    buildMirrorTrees(cycle, std::move(current));
}

void notePull(Cycle &cycle) {
    for (const auto &[page, blob] : cycle.merge.mainBlobs)
        notePulledFile(cycle, page, blob);
    for (const auto &[page, verdict] : cycle.merge.verdicts) {
        noteRuleSettled(cycle, page, verdict);
        if (verdict.fate != Fate::DropFile) continue;
        const auto file = cycle.vault.main.pages.find(page);
        if (file == cycle.vault.main.pages.end()) continue;
        Item item = pullItem(page, Action::Delete, file->second.path);
        item.before = file->second.blob;
        item.detail = "removed in the wiki";
        if (cycle.merge.approved.contains(page)) item.detail = std::string(kApproved) + "; removed in the wiki";
        cycle.note(item);
        ++cycle.report.pull.deleted;
    }
    cycle.report.pull.conflict = !cycle.report.conflicts.empty();
}

}  // namespace wikivault
