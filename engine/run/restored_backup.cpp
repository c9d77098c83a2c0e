#include "engine/run/restored_backup.h"

#include <algorithm>
#include <chrono>

namespace wikivault {

namespace {

/// Clocks of a wiki's servers differ by less: a page that went back further says by itself where it comes from.
constexpr std::chrono::minutes kClocksDiffer{10};

std::string timeIn(const ExportKey &key) {
    return key.key.substr(0, key.key.find('|'));
}

/// By more than `margin`. The database and the API write one moment with more or fewer digits.
bool isBefore(const std::string &now, const std::string &before, std::chrono::minutes margin = {}) {
    if (now >= before) return false;
    const auto is = fromIso8601(now), was = fromIso8601(before);
    return is && was && *is + margin < *was;
}

/// Of the pages that changed, those whose last change is older than the one this vault has read.
std::set<PageId> pagesGoneBack(const Cycle &cycle, const std::vector<PageId> &changed) {
    std::set<PageId> pages;
    bool isProven = newestWentBack(cycle);
    for (const PageId &page : changed) {
        const auto known = cycle.wiki.storedKeys.find(page);
        if (known == cycle.wiki.storedKeys.end()) continue;
        const std::string &now = cycle.wiki.rows.at(page).updatedAt;
        const std::string before = timeIn(known->second);
        if (!isBefore(now, before)) continue;
        pages.insert(page);
        isProven = isProven || isBefore(now, before, kClocksDiffer);
    }
    return isProven ? pages : std::set<PageId>();
}

std::string whatItMeans(const Cycle &cycle, std::size_t back) {
    if (back == 0)
        return "the wiki's newest change is older than what this vault has seen (" + cycle.vault.memory.newestUpdate +
               "), and pages are missing from it: a restored backup? Their files are kept";
    return "the wiki holds " + std::to_string(back) +
           " page(s) as they were before this vault last read them: a restored backup? Texts that differ wait for your "
           "decision as conflicts, and files of pages missing from it are kept";
}

}  // namespace

bool newestWentBack(const Cycle &cycle) {
    const std::string &seen = cycle.vault.memory.newestUpdate;
    return !seen.empty() && isBefore(cycle.wiki.list.newestUpdate, seen);
}

void doubtAbsence(Cycle &cycle, const PageId &page, Absence &absence) {
    if ((absence != Absence::Gone && absence != Absence::Trashed) || !newestWentBack(cycle)) return;
    const auto known = cycle.wiki.storedKeys.find(page);
    const bool wasLive = known != cycle.wiki.storedKeys.end();
    const bool isAnythingKnown = !cycle.wiki.storedKeys.empty();
    if (!wasLive && (isAnythingKnown || !cycle.vault.base.pages.contains(page))) return;
    absence = Absence::Unproven;
    cycle.wiki.restoredBackup = true;
    if (wasLive) cycle.wiki.keys.insert(*known);  // still in doubt the next time
}

void judgeBackup(Cycle &cycle, const std::vector<PageId> &changed) {
    std::set<PageId> wentBack = pagesGoneBack(cycle, changed);
    cycle.wiki.restoredBackup = cycle.wiki.restoredBackup || !wentBack.empty();
    if (!cycle.wiki.restoredBackup) return;
    Item item;
    item.outcome = Outcome::Held;
    item.reason = Reason::RestoredBackup;
    item.detail = whatItMeans(cycle, wentBack.size());
    cycle.note(item);
    for (const auto &[page, absence] : cycle.wiki.absences)
        if (cycle.vault.main.pages.contains(page)) wentBack.insert(page);
    for (const PageId &page : wentBack)
        setPage(cycle.vault.base, page, std::nullopt);
}

}  // namespace wikivault
