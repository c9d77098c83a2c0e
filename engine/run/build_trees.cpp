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

/// Only main's files are set aside: a ` ~git` in the mirror is part of the title.
std::string nameAtBase(const Cycle &cycle, const PageRow &row) {
    const std::string name = pageNameOf(cycle.vault.base.pages.at(row.id).path);
    return isSetAsideName(name) ? name : withoutOwnSuffix(name, row);
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

/// Git's move of the page was undone: the wiki's order stands.
bool isMovedBack(const Cycle &cycle, const PageId &page) {
    const auto verdict = cycle.merge.verdicts.find(page);
    const auto row = cycle.wiki.rows.find(page);
    return verdict != cycle.merge.verdicts.end() && verdict->second.parent == Side::Git &&
           row != cycle.wiki.rows.end() && cycle.merge.parents.at(page) == row->second.parent;
}

/// Whose name main's layout keeps where two want the same one: as the mirror's does, or the two would differ for good.
std::optional<std::string> placeOnMain(const Cycle &cycle, const PageId &page) {
    const auto file = cycle.vault.main.pages.find(page);
    const auto base = cycle.vault.base.pages.find(page);
    const bool isKnown = base != cycle.vault.base.pages.end();
    if (file != cycle.vault.main.pages.end())
        return isKnown && isMovedBack(cycle, page) ? base->second.path : file->second.path;
    // It comes back, and the mirror never let its name go; or it is new here, and the mirror named it before.
    const auto mirror = cycle.wiki.paths.find(page);
    const std::string path = isKnown ? base->second.path : mirror == cycle.wiki.paths.end() ? "" : mirror->second;
    if (path.empty() || cycle.vault.main.byPath.contains(path)) return std::nullopt;
    return path;
}

/// Pages of the wiki keep their names.
void layOutMain(Cycle &cycle) {
    MergeState &merge = cycle.merge;
    std::map<PageId, std::string> current;
    std::vector<PageRow> rows = basePageRows(cycle);
    for (const auto &[page, blob] : merge.mainBlobs) {
        rows.push_back(mainRow(cycle, page));
        if (auto place = placeOnMain(cycle, page)) current.emplace(page, std::move(*place));
    }
    for (const PageId &page : merge.parentsKept) {
        PageRow row = mainRow(cycle, page);
        // As the mirror has the page's folder, or what lives in it would seem to move.
        if (staysAtBase(cycle, page) && cycle.wiki.rows.contains(page))
            row.title = nameAtBase(cycle, row);
        else if (staysAtBase(cycle, page))
            row = atBase(cycle, std::move(row));
        rows.push_back(std::move(row));
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

std::map<PageId, std::string> placesInMirror(const Cycle &cycle) {
    std::map<PageId, std::string> places = cycle.wiki.heldAt;
    for (const auto &[page, base] : cycle.vault.base.pages)
        places.insert_or_assign(page, base.path);
    return places;
}

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

void buildTrees(Cycle &cycle) {
    layOutMain(cycle);
    pinFiles(cycle.merge);
    buildMainTree(cycle);
    buildMirrorTrees(cycle, placesInMirror(cycle));
}

}  // namespace wikivault
