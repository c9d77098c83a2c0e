#include "engine/core/deletion_guard.h"
#include "engine/core/page_path.h"
#include "engine/core/rig_hooks.h"
#include "engine/run/merge_steps.h"
#include "engine/run/push_steps.h"

#include <algorithm>
#include <tuple>

namespace wikivault {

namespace {

constexpr std::chrono::hours kGuardWindow{24};
// How far back a list is looked for that nobody has approved: each run names it again.
constexpr int kRunsLookedAt = 100;
constexpr const char *kHeldBefore =
    "held before, with others that were to go at once, and nobody has approved that list since";

/// Less than half of its words are left: what the guard counts as overwritten. Who writes in every line keeps more.
Result<bool> isOverwritten(Cycle &cycle, const BlobId &before, const BlobId &after) {
    if (before == after) return false;
    TRY_ASSIGN(const std::string oldBody, cycle.files.body(before));
    TRY_ASSIGN(const std::string newBody, cycle.files.body(after));
    const auto words = proseWords(oldBody);
    return !words.empty() && shareKept(words, proseWords(newBody)) < kAlike;
}

/// Somebody looked at this very page and chose what it becomes.
bool isChosen(const Cycle &cycle, const PageId &page) {
    const auto conflict = cycle.vault.conflicts.records.find(page);
    const bool isDecided = conflict != cycle.vault.conflicts.records.end() && !conflict->second.decision.empty();
    return isDecided || cycle.merge.winners.contains(page);
}

struct Guarded {
    std::set<PageId> filesDropped, pagesTrashed;
};

Result<Guarded> collectGuarded(Cycle &cycle) {
    Guarded found;
    MergeState &merge = cycle.merge;
    for (const auto &[page, verdict] : merge.verdicts) {
        if (verdict.fate == Fate::DropFile && losesFile(cycle, page)) found.filesDropped.insert(page);
        if (verdict.fate == Fate::TrashInWiki) found.pagesTrashed.insert(page);
        const auto blob = merge.mainBlobs.find(page);
        const PageSides &sides = merge.sides.at(page);
        const bool isOnBoth = sides.git && sides.wiki && sides.base;
        if (blob == merge.mainBlobs.end() || !isOnBoth || isChosen(cycle, page)) continue;
        TRY_ASSIGN(const bool inGit, isOverwritten(cycle, sides.git->blob, blob->second));
        if (inGit) merge.filesOverwritten.insert(page);
        if (!merge.pushBodies.contains(page)) continue;
        TRY_ASSIGN(const bool inWiki, isOverwritten(cycle, sides.wiki->blob, blob->second));
        if (inWiki) merge.pagesOverwritten.insert(page);
    }
    return found;
}

Item guardedItem(const Cycle &cycle, const PageId &page, Direction direction, Action action) {
    Item item;
    item.page = page;
    if (const auto file = cycle.vault.main.pages.find(page); file != cycle.vault.main.pages.end())
        item.path = file->second.path;
    else if (const auto base = cycle.vault.base.pages.find(page); base != cycle.vault.base.pages.end())
        item.path = base->second.path;
    item.direction = direction;
    item.action = action;
    const PageSides &sides = cycle.merge.sides.at(page);
    const auto &losing = direction == Direction::WikiToGit ? sides.git : sides.wiki;
    const auto merged = cycle.merge.mainBlobs.find(page);
    if (losing) item.before = losing->blob;
    if (action == Action::Update && merged != cycle.merge.mainBlobs.end()) item.after = merged->second;
    return item;
}

/// False: the order of this run allows it.
bool holdsBack(Cycle &cycle, Item item, const std::string &why) {
    item.outcome = Outcome::Held;
    item.reason = Reason::Guard;
    item.detail = why.empty() ? kHeldBefore : why;
    if (cycle.request.order && approvesGuarded(*cycle.request.order, item)) return false;
    cycle.note(item);
    return true;
}

/// The page stays on both sides as it is.
void leaveAsItIs(Cycle &cycle, const PageId &page) {
    cycle.merge.verdicts.at(page).fate = Fate::LeaveAlone;
    keepFileOf(cycle, page);
    cycle.merge.pushBodies.erase(page);
}

using Change = std::tuple<std::string, Direction, Action>;  ///< of a page, or of the path of a file without one

/// All that the guard counts, but for what a person chose.
std::set<std::string> countedPages(const Cycle &cycle, const Guarded &found) {
    std::set<std::string> names;
    for (const auto *pages :
         {&found.filesDropped, &found.pagesTrashed, &cycle.merge.filesOverwritten, &cycle.merge.pagesOverwritten})
        for (const PageId &page : *pages)
            if (!isChosen(cycle, page)) names.insert(page.str());
    return names;
}

/// What the guard held when the journal last named each of the subjects. That there are fewer of them by now, or more
/// pages, is no approval, and a conflict in between that nobody decided is none either.
Result<std::set<Change>> heldBefore(Cycle &cycle, std::set<std::string> subjects) {
    std::set<Change> held;
    if (subjects.empty()) return held;
    RunJournal &journal = cycle.ports.journal;
    TRY_ASSIGN(const auto runs, journal.runs({cycle.request.space.id, kRunsLookedAt}));
    for (const RunRecord &run : runs) {
        if (subjects.empty()) break;
        TRY_ASSIGN(const std::vector<Item> items, journal.items(run.id));
        std::set<std::string> named;
        for (const Item &item : items) {
            const std::string subject = subjectOf(item);
            const bool isOpen = item.reason == Reason::Conflict && item.outcome == Outcome::Held;
            if (!subjects.contains(subject) || isOpen) continue;
            named.insert(subject);
            if (item.reason == Reason::Guard && item.outcome == Outcome::Held)
                held.emplace(subject, item.direction, item.action);
        }
        for (const std::string &subject : named)
            subjects.erase(subject);
    }
    return held;
}

/// A page that is written anew again and again counts once.
Result<> countOverwrites(Cycle &cycle, Direction direction, const std::set<PageId> &pages, GuardedChanges &counts) {
    counts.overwrites = static_cast<int>(pages.size());
    if (pages.empty()) return {};
    const TimePoint since = cycle.ports.clock.now() - kGuardWindow;
    TRY_ASSIGN(std::set<PageId> lately, cycle.ports.journal.replacedPages(cycle.request.space.id, direction, since));
    for (const Item &item : cycle.request.earlier)
        if (item.page && item.direction == direction && item.detail.starts_with(kReplaced)) lately.insert(*item.page);
    counts.overwritesLately = static_cast<int>(
        std::count_if(lately.begin(), lately.end(), [&](const PageId &page) { return !pages.contains(page); }));
    return {};
}

Result<GuardCounts> countGuarded(Cycle &cycle, const Guarded &found) {
    const TimePoint since = cycle.ports.clock.now() - kGuardWindow;
    GuardCounts counts;
    counts.pages = static_cast<int>(std::max(cycle.vault.base.pages.size(), cycle.wiki.rows.size()));
    counts.inWiki.living = static_cast<int>(cycle.wiki.rows.size());
    counts.inGit.living = static_cast<int>(cycle.vault.main.pages.size());
    counts.inGit.deletes = static_cast<int>(found.filesDropped.size());
    counts.inWiki.deletes = static_cast<int>(found.pagesTrashed.size());
    TRY(countOverwrites(cycle, Direction::WikiToGit, cycle.merge.filesOverwritten, counts.inGit));
    TRY(countOverwrites(cycle, Direction::GitToWiki, cycle.merge.pagesOverwritten, counts.inWiki));
    const SpaceId &space = cycle.request.space.id;
    if (counts.inGit.deletes > 0) {
        TRY_ASSIGN(counts.inGit.deletesLately,
                   cycle.ports.journal.countDone(space, Direction::WikiToGit, Action::Delete, since));
    }
    if (counts.inWiki.deletes > 0) {
        TRY_ASSIGN(counts.inWiki.deletesLately,
                   cycle.ports.journal.countDone(space, Direction::GitToWiki, Action::Delete, since));
        const auto &earlier = cycle.request.earlier;
        const auto isDelete = [](const Item &item) { return item.action == Action::Delete; };
        counts.inWiki.deletesLately += static_cast<int>(std::count_if(earlier.begin(), earlier.end(), isDelete));
    }
    return counts;
}

}  // namespace

bool losesFile(const Cycle &cycle, const PageId &page) {
    const auto file = cycle.vault.main.pages.find(page);
    if (file == cycle.vault.main.pages.end()) return false;
    const auto &creates = cycle.merge.creates;
    return std::none_of(creates.begin(), creates.end(),
                        [&](const PendingCreate &create) { return create.path == file->second.path; });
}

std::string overwriteNote(const Cycle &cycle, const PageId &page, Direction direction) {
    const MergeState &merge = cycle.merge;
    if (!(direction == Direction::WikiToGit ? merge.filesOverwritten : merge.pagesOverwritten).contains(page))
        return {};
    return (merge.approved.contains(page) ? std::string(kApproved) + "; " : std::string()) + kReplaced;
}

Result<> guardSetAside(Cycle &cycle) {
    const auto isAside = [](const PendingCreate &create) {
        return !create.path.empty() && isSetAsideName(pageNameOf(create.path));
    };
    const auto &creates = cycle.merge.creates;
    GuardCounts counts;
    counts.setAside = static_cast<int>(std::count_if(creates.begin(), creates.end(), isAside));
    if (counts.setAside == 0) return {};
    TRY_ASSIGN(counts.setAsideLately,
               cycle.ports.journal.countSetAside(cycle.request.space.id, cycle.ports.clock.now() - kGuardWindow));
    const std::string why = guardDeletions(counts).setAsideHeld;
    std::set<std::string> paths;
    for (const PendingCreate &create : creates)
        if (isAside(create)) paths.insert({create.path, create.fromPath.empty() ? create.path : create.fromPath});
    TRY_ASSIGN(const std::set<Change> before, heldBefore(cycle, paths));
    const auto wasHeld = [&](const std::string &path) {
        return before.contains({path, Direction::GitToWiki, Action::Create});
    };
    std::erase_if(cycle.merge.creates, [&](const PendingCreate &create) {
        if (!isAside(create) || (why.empty() && !wasHeld(create.path) && !wasHeld(create.fromPath))) return false;
        Item item = itemFor(cycle, {PushKind::Create, create.id, &create});
        item.page.reset();  // which it will have once it is made
        if (holdsBack(cycle, std::move(item), why)) return true;
        cycle.merge.approved.insert(create.id);
        return false;
    });
    return {};
}

Result<> guardChanges(Cycle &cycle) {
    if (PLANTED("guard-off")) return {};
    TRY_ASSIGN(const Guarded found, collectGuarded(cycle));
    TRY_ASSIGN(const GuardCounts counts, countGuarded(cycle, found));
    const GuardVerdict verdict = guardDeletions(counts);
    TRY_ASSIGN(const std::set<Change> before, heldBefore(cycle, countedPages(cycle, found)));
    const auto hold = [&](const std::set<PageId> &pages, Direction direction, Action action, const std::string &why) {
        for (const PageId &page : pages) {
            if (why.empty() && !before.contains({page.str(), direction, action})) continue;
            if (holdsBack(cycle, guardedItem(cycle, page, direction, action), why))
                leaveAsItIs(cycle, page);
            else
                cycle.merge.approved.insert(page);
        }
    };
    if (!PLANTED("files-unguarded"))
        hold(found.filesDropped, Direction::WikiToGit, Action::Delete, verdict.inGit.deletesHeld);
    hold(found.pagesTrashed, Direction::GitToWiki, Action::Delete, verdict.inWiki.deletesHeld);
    hold(cycle.merge.filesOverwritten, Direction::WikiToGit, Action::Update, verdict.inGit.overwritesHeld);
    hold(cycle.merge.pagesOverwritten, Direction::GitToWiki, Action::Update, verdict.inWiki.overwritesHeld);
    return {};
}

}  // namespace wikivault
