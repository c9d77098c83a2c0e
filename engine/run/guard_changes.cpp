#include "engine/core/deletion_guard.h"
#include "engine/core/page_path.h"
#include "engine/core/rig_hooks.h"
#include "engine/run/merge_steps.h"

#include <algorithm>
#include <tuple>

namespace wikivault {

namespace {

constexpr std::chrono::hours kGuardWindow{24};
constexpr std::size_t kLinesOfAText = 3;
// How far back a list is looked for that nobody has approved.
constexpr std::chrono::hours kUnapprovedFor{24 * 90};
constexpr int kRunsLookedAt = 100;
constexpr const char *kHeldBefore =
    "held before, with others that were to go at once, and nobody has approved that list since";

/// Nothing of a text of several lines is left: what the guard counts as overwritten. An ordinary edit keeps lines.
Result<bool> replacesWholly(Cycle &cycle, const BlobId &before, const BlobId &after) {
    if (before == after) return false;
    TRY_ASSIGN(const std::string oldBody, cycle.files.body(before));
    TRY_ASSIGN(const std::string newBody, cycle.files.body(after));
    const auto oldLines = proseLines(oldBody), newLines = proseLines(newBody);
    if (oldLines.size() < kLinesOfAText) return false;
    return std::none_of(newLines.begin(), newLines.end(), [&](const auto &line) { return oldLines.contains(line); });
}

struct Guarded {
    std::set<PageId> filesDropped, pagesTrashed, filesOverwritten, pagesOverwritten;
    [[nodiscard]] std::set<PageId> all() const {
        std::set<PageId> pages;
        for (const auto *some : {&filesDropped, &pagesTrashed, &filesOverwritten, &pagesOverwritten})
            pages.insert(some->begin(), some->end());
        return pages;
    }
};

Result<Guarded> collectGuarded(Cycle &cycle) {
    Guarded found;
    for (const auto &[page, verdict] : cycle.merge.verdicts) {
        if (verdict.fate == Fate::DropFile && losesFile(cycle, page)) found.filesDropped.insert(page);
        if (verdict.fate == Fate::TrashInWiki) found.pagesTrashed.insert(page);
        const auto blob = cycle.merge.mainBlobs.find(page);
        const PageSides &sides = cycle.merge.sides.at(page);
        if (blob == cycle.merge.mainBlobs.end() || !sides.git || !sides.wiki || !sides.base) continue;
        TRY_ASSIGN(const bool inGit, replacesWholly(cycle, sides.git->blob, blob->second));
        if (inGit) found.filesOverwritten.insert(page);
        if (!cycle.merge.pushBodies.contains(page)) continue;
        TRY_ASSIGN(const bool inWiki, replacesWholly(cycle, sides.wiki->blob, blob->second));
        if (inWiki) found.pagesOverwritten.insert(page);
    }
    return found;
}

void noteGuarded(Cycle &cycle, const PageId &page, Direction direction, Action action, const std::string &why) {
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
    item.outcome = Outcome::Held;
    item.reason = Reason::Guard;
    item.detail = why;
    cycle.note(item);
}

/// The page stays on both sides as it is.
void leaveAsItIs(Cycle &cycle, const PageId &page) {
    cycle.merge.verdicts.at(page).fate = Fate::LeaveAlone;
    keepFileOf(cycle, page);
    cycle.merge.pushBodies.erase(page);
}

using Change = std::tuple<PageId, Direction, Action>;

/// What the guard held when the journal last named each of the pages. That there are fewer of them by now, or more
/// pages, is no approval, and a conflict in between that nobody decided is none either.
Result<std::set<Change>> heldBefore(Cycle &cycle, std::set<PageId> pages) {
    std::set<Change> held;
    std::erase_if(pages, [&](const PageId &page) {
        const auto conflict = cycle.vault.conflicts.records.find(page);
        return conflict != cycle.vault.conflicts.records.end() && !conflict->second.decision.empty();
    });
    if (pages.empty()) return held;
    RunJournal &journal = cycle.ports.journal;
    TRY_ASSIGN(const auto runs, journal.runs({cycle.request.space.id, kRunsLookedAt}));
    for (const RunRecord &run : runs) {
        if (pages.empty() || run.startedAt < cycle.ports.clock.now() - kUnapprovedFor) break;
        TRY_ASSIGN(const std::vector<Item> items, journal.items(run.id));
        std::set<PageId> named;
        for (const Item &item : items) {
            const bool isOpen = item.reason == Reason::Conflict && item.outcome == Outcome::Held;
            if (!item.page || !pages.contains(*item.page) || isOpen) continue;
            named.insert(*item.page);
            if (item.reason == Reason::Guard && item.outcome == Outcome::Held)
                held.emplace(*item.page, item.direction, item.action);
        }
        for (const PageId &page : named)
            pages.erase(page);
    }
    return held;
}

Result<GuardCounts> countGuarded(Cycle &cycle, const Guarded &found) {
    const TimePoint since = cycle.ports.clock.now() - kGuardWindow;
    GuardCounts counts;
    counts.pages = static_cast<int>(std::max(cycle.vault.base.pages.size(), cycle.wiki.rows.size()));
    counts.inWiki.living = static_cast<int>(cycle.wiki.rows.size());
    counts.inGit.living = static_cast<int>(cycle.vault.main.pages.size());
    counts.inGit.deletes = static_cast<int>(found.filesDropped.size());
    counts.inWiki.deletes = static_cast<int>(found.pagesTrashed.size());
    counts.inGit.overwrites = static_cast<int>(found.filesOverwritten.size());
    counts.inWiki.overwrites = static_cast<int>(found.pagesOverwritten.size());
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

Result<> guardSetAside(Cycle &cycle) {
    std::set<PageId> aside;
    for (const PendingCreate &create : cycle.merge.creates)
        if (!create.path.empty() && isSetAsideName(pageNameOf(create.path))) aside.insert(create.id);
    GuardCounts counts;
    counts.setAside = static_cast<int>(aside.size());
    if (aside.empty()) return {};
    TRY_ASSIGN(counts.setAsideLately,
               cycle.ports.journal.countSetAside(cycle.request.space.id, cycle.ports.clock.now() - kGuardWindow));
    const std::string why = guardDeletions(counts).setAsideHeld;
    if (why.empty()) return {};
    std::erase_if(cycle.merge.creates, [&](const PendingCreate &create) {
        if (!aside.contains(create.id)) return false;
        Item item;
        item.path = create.path;
        item.direction = Direction::GitToWiki;
        item.action = Action::Create;
        item.outcome = Outcome::Held;
        item.reason = Reason::Guard;
        item.detail = why;
        cycle.note(item);
        return true;
    });
    return {};
}

Result<> guardChanges(Cycle &cycle) {
    if (PLANTED("guard-off")) return {};
    TRY_ASSIGN(const Guarded found, collectGuarded(cycle));
    TRY_ASSIGN(const GuardCounts counts, countGuarded(cycle, found));
    const GuardVerdict verdict = guardDeletions(counts);
    TRY_ASSIGN(const std::set<Change> before, heldBefore(cycle, found.all()));
    const auto hold = [&](const std::set<PageId> &pages, Direction direction, Action action, const std::string &why) {
        for (const PageId &page : pages) {
            if (why.empty() && !before.contains({page, direction, action})) continue;
            if (cycle.request.order && approvesGuarded(*cycle.request.order, page, direction, action)) {
                cycle.merge.approved.insert(page);
                continue;
            }
            noteGuarded(cycle, page, direction, action, why.empty() ? kHeldBefore : why);
            leaveAsItIs(cycle, page);
        }
    };
    hold(found.filesDropped, Direction::WikiToGit, Action::Delete, verdict.inGit.deletesHeld);
    hold(found.pagesTrashed, Direction::GitToWiki, Action::Delete, verdict.inWiki.deletesHeld);
    hold(found.filesOverwritten, Direction::WikiToGit, Action::Update, verdict.inGit.overwritesHeld);
    hold(found.pagesOverwritten, Direction::GitToWiki, Action::Update, verdict.inWiki.overwritesHeld);
    return {};
}

}  // namespace wikivault
