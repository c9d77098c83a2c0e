#include "engine/core/page_path.h"
#include "engine/core/rig_hooks.h"
#include "engine/run/merge_steps.h"
#include "engine/run/push_steps.h"

#include <algorithm>

namespace wikivault {

namespace {

bool staysInWiki(const Cycle &cycle, const PageId &page) {
    const auto verdict = cycle.merge.verdicts.find(page);
    if (verdict == cycle.merge.verdicts.end()) return cycle.wiki.rows.contains(page);
    switch (verdict->second.fate) {
        case Fate::Keep:
        case Fate::RestoreInWiki: return true;
        case Fate::ExistenceConflict:
        case Fate::LeaveAlone: return cycle.wiki.rows.contains(page);
        case Fate::DropFile:
        case Fate::TrashInWiki:
        case Fate::Forget:
        case Fate::ForeignSpace:
        case Fate::UnknownId: return false;
    }
    return false;
}

/// The exact title that comes back.
std::optional<std::string> titleBefore(const Cycle &cycle, const PageId &page) {
    const auto title = cycle.merge.exactTitles.find(page);
    return title == cycle.merge.exactTitles.end() ? std::nullopt : std::optional(title->second);
}

void chooseFacts(Cycle &cycle) {
    MergeState &merge = cycle.merge;
    for (const auto &[page, blob] : merge.mainBlobs) {
        const auto row = cycle.wiki.rows.find(page);
        const auto verdict = merge.verdicts.find(page);
        // A page that is left out keeps its place on main.
        const bool stays = merge.leftOut.contains(page);
        const bool gitNames = stays || (verdict != merge.verdicts.end() && verdict->second.name == Side::Git);
        const bool gitPlaces = stays || (verdict != merge.verdicts.end() && verdict->second.parent == Side::Git);
        const auto file = cycle.vault.main.pages.find(page);
        const PageSide *git = nullptr;
        if (const auto sides = merge.sides.find(page); sides != merge.sides.end() && sides->second.git)
            git = &*sides->second.git;
        PageRow self;
        if (row != cycle.wiki.rows.end()) self = row->second;
        self.id = page;
        if (const auto slug = cycle.wiki.slugs.find(page); slug != cycle.wiki.slugs.end()) self.slugId = slug->second;
        if (row == cycle.wiki.rows.end() || (gitNames && git)) {
            const std::string fileName = git ? git->name : pageNameOf(file->second.path);
            const bool asItIs = stays || PLANTED("suffix-pushed");
            const std::string name = asItIs ? fileName : withoutSlug(cycle, withoutOwnSuffix(fileName, self));
            const std::optional<std::string> old = titleBefore(cycle, page);
            const bool sameTitle = row != cycle.wiki.rows.end() && fileNameOf(row->second.title) == name;
            merge.titles[page] = sameTitle ? row->second.title : old && fileNameOf(*old) == name ? *old : name;
        } else {
            merge.titles[page] = row->second.title;
        }
        if (git && (gitPlaces || row == cycle.wiki.rows.end()))
            merge.parents[page] = git->parent;
        else if (row != cycle.wiki.rows.end())
            merge.parents[page] = row->second.parent;
        else
            merge.parents[page] = std::nullopt;
    }
}

bool canBeParent(const Cycle &cycle, const PageId &page) {
    if (cycle.wiki.basePages.contains(page) || staysInWiki(cycle, page) || cycle.merge.parentsKept.contains(page))
        return true;
    if (cycle.merge.heldPages.contains(page) && cycle.merge.mainBlobs.contains(page)) return true;
    const auto is = [&](const PendingCreate &create) { return create.id == page; };
    return std::any_of(cycle.merge.creates.begin(), cycle.merge.creates.end(), is);
}

void noteMissingParent(Cycle &cycle, const PageId &page, const std::string &path) {
    Item item;
    item.page = page;
    item.path = path;
    item.direction = Direction::GitToWiki;
    item.action = Action::Move;
    item.outcome = Outcome::Skipped;
    item.reason = Reason::ParentMissing;
    item.detail = "its folder belongs to a page that is no live page of this space; it goes where the wiki has it";
    cycle.note(item);
}

void replaceMissingParents(Cycle &cycle) {
    for (auto &[page, parent] : cycle.merge.parents) {
        if (!parent || canBeParent(cycle, *parent)) continue;
        if (cycle.merge.leftOut.contains(page)) {
            if (cycle.merge.mainBlobs.contains(*parent)) continue;
            cycle.merge.pinned.emplace(page, cycle.vault.main.pages.at(page).path);
            parent.reset();
            continue;
        }
        const auto row = cycle.wiki.rows.find(page);
        const bool gitsChoice = row == cycle.wiki.rows.end() || row->second.parent != parent;
        parent = row == cycle.wiki.rows.end() ? std::nullopt : row->second.parent;
        if (parent && !canBeParent(cycle, *parent)) parent = std::nullopt;
        const auto file = cycle.vault.main.pages.find(page);
        if (gitsChoice) noteMissingParent(cycle, page, file == cycle.vault.main.pages.end() ? "" : file->second.path);
    }
    const auto isUnlisted = [&](const PageId &page) {
        return !cycle.wiki.list.complete && cycle.merge.leftOut.contains(page) && cycle.merge.mainBlobs.contains(page);
    };
    for (PendingCreate &create : cycle.merge.creates) {
        if (!create.parent || canBeParent(cycle, *create.parent) || isUnlisted(*create.parent)) continue;
        create.parent.reset();
        noteMissingParent(cycle, create.id, create.path.empty() ? create.folder : create.path);
    }
}

/// Two moves that would make a cycle: the wiki's stands, git's is undone.
void breakCycles(Cycle &cycle) {
    auto &parents = cycle.merge.parents;
    for (auto &[page, parent] : parents) {
        std::set<PageId> seen{page};
        std::optional<PageId> above = parent;
        while (above && seen.insert(*above).second) {
            const auto next = parents.find(*above);
            const auto inWiki = cycle.wiki.rows.find(*above);
            above = next != parents.end()             ? next->second
                    : inWiki != cycle.wiki.rows.end() ? inWiki->second.parent
                                                      : std::nullopt;
        }
        if (!above || *above != page) continue;
        for (const PageId &member : seen) {
            const auto row = cycle.wiki.rows.find(member);
            if (row == cycle.wiki.rows.end() || !parents.contains(member)) continue;
            if (parents[member] == row->second.parent) continue;
            parents[member] = row->second.parent;
            Item item;
            item.page = member;
            item.path = cycle.vault.main.pages.contains(member) ? cycle.vault.main.pages.at(member).path : "";
            item.action = Action::Move;
            item.reason = Reason::SettledByRule;
            item.detail = "both sides moved pages under each other; the wiki's order stands";
            cycle.note(item);
        }
    }
}

/// A page is not deleted while pages below it live on (L-03); its delete waits, named.
void refuseDeletesWithChildren(Cycle &cycle) {
    for (auto &[page, verdict] : cycle.merge.verdicts) {
        if (verdict.fate != Fate::TrashInWiki || !cycle.merge.parentsKept.contains(page)) continue;
        verdict.fate = Fate::LeaveAlone;
        keepFileOf(cycle, page);
        Item item;
        item.page = page;
        item.path = cycle.vault.base.pages.at(page).path;
        const bool takenBack = cycle.merge.wanted.contains(page);
        item.direction = Direction::GitToWiki;
        item.action = Action::Delete;
        item.outcome = Outcome::Held;
        item.reason = Reason::ChildrenLive;
        item.detail = takenBack ? "pages below it live on; move or delete those first"
                                : "its file is gone but pages below it live on; move or delete those first, or put the "
                                  "file back";
        cycle.note(item);
    }
}

void holdFolderNote(Cycle &cycle, const PageId &page) {
    cycle.merge.verdicts.at(page).fate = Fate::LeaveAlone;
    // What git made of it does not become a page of its own yet either.
    const std::string &path = cycle.vault.main.pages.at(page).path;
    std::erase_if(cycle.merge.creates, [&](const PendingCreate &create) { return create.path == path; });
    keepFileOf(cycle, page);
    Item item;
    item.page = page;
    item.path = path;
    item.action = Action::Delete;
    item.outcome = Outcome::Held;
    item.reason = Reason::ChildrenLive;
    item.detail = "files below it are left as they are in this run, and so is its own; it goes when they do";
    cycle.note(item);
}

/// The wiki removed a page, and files below its own stay for now: without it they would seem to have been moved. Of one
/// that git has removed as well its folder stays.
void keepNotesOfLeftOut(Cycle &cycle) {
    MergeState &merge = cycle.merge;
    std::vector<PageId> staying(merge.leftOut.begin(), merge.leftOut.end());
    while (!staying.empty()) {
        const auto sides = merge.sides.find(staying.back());
        const bool isFolder = merge.parentsKept.contains(staying.back());
        const bool isHere = isFolder || merge.mainBlobs.contains(staying.back());
        staying.pop_back();
        if (!isHere || sides == merge.sides.end()) continue;
        const auto &side = isFolder ? sides->second.base : sides->second.git;
        const auto above = side && side->parent ? merge.verdicts.find(*side->parent) : merge.verdicts.end();
        if (above == merge.verdicts.end()) continue;
        if (above->second.fate == Fate::DropFile && cycle.vault.main.pages.contains(above->first)) {
            holdFolderNote(cycle, above->first);
        } else if (above->second.fate == Fate::Forget) {
            above->second.fate = Fate::LeaveAlone;
            merge.parentsKept.insert(above->first);
        } else {
            continue;
        }
        staying.push_back(above->first);
    }
}

/// Their folders stay where they are, whatever becomes of them, and so does everything above them.
void keepFolders(Cycle &cycle, std::vector<PageId> pages) {
    MergeState &merge = cycle.merge;
    while (!pages.empty()) {
        const PageId page = pages.back();
        pages.pop_back();
        const auto row = cycle.wiki.rows.find(page);
        if (row == cycle.wiki.rows.end() || merge.mainBlobs.contains(page)) continue;
        if (merge.parentsKept.insert(page).second && row->second.parent) pages.push_back(*row->second.parent);
    }
}

/// Live pages without a file that pages on main, or others that live on in the wiki, stand under.
void keepParents(Cycle &cycle) {
    MergeState &merge = cycle.merge;
    std::vector<PageId> wanted;
    for (const auto &[page, parent] : merge.parents)
        if (parent) wanted.push_back(*parent);
    for (const PendingCreate &create : merge.creates)
        if (create.parent) wanted.push_back(*create.parent);
    for (const auto &[page, row] : cycle.wiki.rows) {
        if (!row.parent) continue;
        const auto goesTo = merge.parents.find(page);
        const bool staysBelow = goesTo == merge.parents.end() ? staysInWiki(cycle, page)
                                                              : goesTo->second && !willLive(cycle, *goesTo->second);
        if (staysBelow) wanted.push_back(*row.parent);
    }
    keepFolders(cycle, std::move(wanted));
}

/// A page whose move has to wait stays below its old parent, so that one cannot go yet.
void keepParentsOfWaiting(Cycle &cycle) {
    const auto &verdicts = cycle.merge.verdicts;
    const auto goes = [](const auto &page) { return page.second.fate == Fate::TrashInWiki; };
    if (std::none_of(verdicts.begin(), verdicts.end(), goes)) return;
    std::vector<PageId> wanted;
    TreeOfPush tree(cycle);
    for (const PushStep &step : planWrites(cycle)) {
        const bool waits = !tree.obstacleOf(step).empty();
        if (!waits) tree.take(step);
        if (!waits || step.kind != PushKind::Move) continue;
        if (const auto &parent = cycle.wiki.rows.at(step.page).parent) wanted.push_back(*parent);
    }
    keepFolders(cycle, std::move(wanted));
}

}  // namespace

std::string withoutSlug(const Cycle &cycle, std::string name) {
    const std::size_t mark = name.rfind(" ~");
    if (mark == std::string::npos || mark == 0) return name;
    if (isSetAsideName(name)) return withoutSlug(cycle, name.substr(0, mark)) + name.substr(mark);
    const std::string slug = name.substr(mark + 2);
    const auto &rows = cycle.wiki.rows;
    const bool isPage = cycle.vault.base.pages.contains(PageId(slug)) || cycle.vault.main.pages.contains(PageId(slug));
    const auto &slugs = cycle.wiki.slugs;
    const auto isIt = [&](const auto &known) { return known.second == slug; };
    if (isPage || std::any_of(slugs.begin(), slugs.end(), isIt) ||
        std::any_of(rows.begin(), rows.end(), [&](const auto &row) { return row.second.slugId == slug; }))
        name.resize(mark);
    return name;
}

void keepFileOf(Cycle &cycle, const PageId &page) {
    const auto file = cycle.vault.main.pages.find(page);
    if (file == cycle.vault.main.pages.end()) return;
    cycle.merge.leftOut.insert(page);
    cycle.merge.parentsKept.erase(page);
    cycle.merge.mainBlobs[page] = file->second.blob;
}

void choosePlaces(Cycle &cycle) {
    keepNotesOfLeftOut(cycle);
    chooseFacts(cycle);
    keepParents(cycle);
    replaceMissingParents(cycle);
    breakCycles(cycle);
    keepParents(cycle);  // the wiki's order may need a page that git has removed
    keepParentsOfWaiting(cycle);
    refuseDeletesWithChildren(cycle);
}

}  // namespace wikivault
