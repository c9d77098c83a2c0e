#include "engine/core/deletion_guard.h"

#include <algorithm>

namespace wikivault {

namespace {

constexpr int kAlwaysAllowed = 5;
constexpr int kDeletePercent = 20, kOverwritePercent = 50;
constexpr int kMaxSetAside = 20;

int allowance(int pages, int percent) {
    return std::max(kAlwaysAllowed, static_cast<int>(static_cast<long long>(pages) * percent / 100));
}

std::string withinADay(int planned, int lately) {
    std::string text = std::to_string(planned);
    if (lately > 0) text += " (and " + std::to_string(lately) + " in the last 24 hours)";
    return text;
}

std::string limitSentence(int limit, int percent, int pages) {
    return "at most " + std::to_string(limit) + " of " + std::to_string(pages) + " pages (" + std::to_string(percent) +
           " %, never fewer than " + std::to_string(kAlwaysAllowed) + ") go unasked within 24 hours";
}

std::string deletesHeld(int pages, const GuardedChanges &changes, bool inWiki) {
    if (changes.deletes <= 0) return {};
    // The window began with the pages that were deleted in it.
    const int before = pages + changes.deletesLately, total = changes.deletes + changes.deletesLately;
    const std::string planned = withinADay(changes.deletes, changes.deletesLately);
    const std::string what =
        inWiki ? "Would delete " + planned + " pages in the wiki" : "Would delete " + planned + " files in the vault";
    const int living = changes.living.value_or(pages) + changes.deletesLately;
    if (living >= 2 && total >= living) return what + ": that is every page of the space.";
    const int limit = allowance(before, kDeletePercent);
    if (total <= limit) return {};
    return what + ": " + limitSentence(limit, kDeletePercent, before) + ".";
}

std::string overwritesHeld(int pages, const GuardedChanges &changes, bool inWiki) {
    const int total = changes.overwrites + changes.overwritesLately;
    const int limit = allowance(pages, kOverwritePercent);
    if (changes.overwrites <= 0 || total <= limit) return {};
    const std::string planned = withinADay(changes.overwrites, changes.overwritesLately);
    const std::string what = inWiki ? "Would overwrite " + planned + " pages in the wiki"
                                    : "Would overwrite " + planned + " files in the vault";
    return what + ": " + limitSentence(limit, kOverwritePercent, pages) + ".";
}

}  // namespace

GuardVerdict guardDeletions(const GuardCounts &counts) {
    GuardVerdict verdict;
    verdict.inWiki.deletesHeld = deletesHeld(counts.pages, counts.inWiki, true);
    verdict.inGit.deletesHeld = deletesHeld(counts.pages, counts.inGit, false);
    verdict.inWiki.overwritesHeld = overwritesHeld(counts.pages, counts.inWiki, true);
    verdict.inGit.overwritesHeld = overwritesHeld(counts.pages, counts.inGit, false);
    if (counts.setAside > 0 && counts.setAside + counts.setAsideLately > kMaxSetAside)
        verdict.setAsideHeld = "Would set " + withinADay(counts.setAside, counts.setAsideLately) +
                               " files aside as ` ~git`: at most " + std::to_string(kMaxSetAside) +
                               " go unasked within 24 hours.";
    return verdict;
}

}  // namespace wikivault
