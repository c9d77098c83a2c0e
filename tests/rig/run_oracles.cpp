#include "tests/rig/oracles.h"

#include <algorithm>
#include <set>

/// What must hold of one run: of its report, and of what it takes away.
namespace wikivault::rig {

namespace {

std::multiset<std::string> wordsOf(const RunReport &report) {
    std::multiset<std::string> words;
    for (const Item &item : report.items) {
        if (item.action == Action::Heal) continue;
        // The wiki may name what is created.
        const bool isNew = item.action == Action::Create && item.direction == Direction::GitToWiki;
        words.insert(std::string(toWord(item.direction)) + ' ' + std::string(toWord(item.action)) + ' ' +
                     std::string(toWord(item.outcome)) + ' ' + (item.page && !isNew ? item.page->str() : "-") + ' ' +
                     item.path);
    }
    return words;
}

}  // namespace

std::string findFalseAlarm(const RunReport &run) {
    for (const Item &item : run.items)
        if (item.reason == Reason::RestoredBackup) return "nobody restored a backup: " + item.detail;
    return {};
}

std::string findUnpreviewed(const RunReport &preview, const RunReport &run) {
    const auto planned = wordsOf(preview), done = wordsOf(run);
    if (planned == done) return {};
    std::string text = "what was done is not what was previewed\n";
    for (const std::string &line : planned)
        text += (done.contains(line) ? "   " : " - ") + line + '\n';
    for (const std::string &line : done)
        text += planned.contains(line) ? "" : " + " + line + '\n';
    return text;
}

namespace {

std::string massRemoval(const char *what, const std::set<PageId> &before, const std::set<PageId> &after,
                        const std::set<PageId> &byPeople, std::size_t liveOn = 0) {
    std::size_t gone = 0;
    for (const PageId &page : before)
        gone += after.contains(page) || byPeople.contains(page) ? 0 : 1;
    gone -= std::min(gone, liveOn);
    const bool all = before.size() >= 2 && gone == before.size() && after.empty();
    if (!all && gone <= std::max<std::size_t>(5, before.size() / 5)) return {};
    return "unguarded: " + std::to_string(gone) + " of " + std::to_string(before.size()) + ' ' + what +
           " went at once\n";
}

/// Files that were a page's and are another's now, or nobody's yet: their texts stay.
std::size_t filesThatLiveOn(const Sight &before, const Sight &after) {
    std::size_t count = after.looseOnMain - std::min(after.looseOnMain, before.looseOnMain);
    for (const PageId &page : after.mainIds)
        count += after.wikiLive.contains(page) && !before.wikiLive.contains(page) && !before.mainIds.contains(page);
    return count;
}

}  // namespace

std::string findMassRemoval(const Sight &before, const Sight &after, const Ledger &ledger) {
    return massRemoval("pages", before.wikiLive, after.wikiLive, ledger.removedInWiki) +
           massRemoval("files", before.mainIds, after.mainIds, ledger.removedInGit, filesThatLiveOn(before, after));
}

}  // namespace wikivault::rig
