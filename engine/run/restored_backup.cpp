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

/// Live pages whose last change is older than the one this vault has read.
std::set<PageId> pagesGoneBack(const Cycle &cycle, bool workspaceWentBack) {
    std::set<PageId> pages;
    bool isProven = workspaceWentBack;
    for (const PageRow &row : cycle.wiki.list.pages) {
        const auto known = cycle.wiki.storedKeys.find(row.id);
        if (row.isBase || known == cycle.wiki.storedKeys.end()) continue;
        const std::string before = timeIn(known->second);
        if (!isBefore(row.updatedAt, before)) continue;
        pages.insert(row.id);
        isProven = isProven || isBefore(row.updatedAt, before, kClocksDiffer);
    }
    return isProven ? pages : std::set<PageId>();
}

std::string whatItMeans(const Cycle &cycle) {
    const std::size_t back = cycle.wiki.wentBack.size();
    if (back == 0)
        return "the wiki's newest change is older than what this vault has seen (" + cycle.vault.memory.newestUpdate +
               "): a restored backup? Pages missing from it are kept";
    return "the wiki holds " + std::to_string(back) +
           " page(s) as they were before this vault last read them: a restored backup? Texts that differ wait for your "
           "decision as conflicts, and files of pages missing from it are kept";
}

}  // namespace

bool isRestoredBackup(const Cycle &cycle) {
    const std::string &seen = cycle.vault.memory.newestUpdate;
    return !seen.empty() && isBefore(cycle.wiki.list.newestUpdate, seen);
}

void judgeBackup(Cycle &cycle) {
    const bool workspaceWentBack = isRestoredBackup(cycle);
    cycle.wiki.newestSeen = std::max(cycle.vault.memory.newestUpdate, cycle.wiki.list.newestUpdate);
    cycle.wiki.wentBack = pagesGoneBack(cycle, workspaceWentBack);
    cycle.wiki.restoredBackup = workspaceWentBack || !cycle.wiki.wentBack.empty();
    if (!cycle.wiki.restoredBackup) return;
    Item item;
    item.outcome = Outcome::Held;
    item.reason = Reason::RestoredBackup;
    item.detail = whatItMeans(cycle);
    cycle.note(item);
}

void forgetWhatWentBack(Cycle &cycle) {
    if (cycle.wiki.wentBack.empty()) return;
    std::set<PageId> pages = cycle.wiki.wentBack;
    for (const auto &[page, absence] : cycle.wiki.absences)
        if (cycle.vault.main.pages.contains(page)) pages.insert(page);
    for (const PageId &page : pages)
        setPage(cycle.vault.base, page, std::nullopt);
}

}  // namespace wikivault
