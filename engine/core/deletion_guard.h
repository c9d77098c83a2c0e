#pragma once

#include <optional>
#include <string>

/// How much may vanish from one space within 24 hours before a person is asked (engine.md section 6).
namespace wikivault {

/// Changes that take content away from one side: what the plan holds and what was done in the last 24 hours.
struct GuardedChanges {
    int deletes = 0, deletesLately = 0;
    int overwrites = 0, overwritesLately = 0;  ///< bodies replaced by other bodies
    std::optional<int> living;                 ///< what this side still holds, where that is not every page
};

/// How the detail of an item begins that the guard would have held: it does not count for the next one.
inline constexpr const char *kApproved = "approved by a person";
/// How the detail of an item begins that leaves little of a text: its page counts for the next ones.
inline constexpr const char *kReplaced = "replaces the whole text";

struct GuardCounts {
    int pages = 0;  ///< of the space as the plan finds it, before anything of it is done
    GuardedChanges inWiki, inGit;
    int setAside = 0, setAsideLately = 0;  ///< files renamed to ` ~git`
};

/// Kinds of items that wait for approval, and why: a sentence with numbers, "" = not held. Only items of a held kind
/// wait; everything else goes on.
struct GuardedSide {
    std::string deletesHeld, overwritesHeld;
    friend bool operator==(const GuardedSide &, const GuardedSide &) = default;
};

struct GuardVerdict {
    GuardedSide inWiki, inGit;
    std::string setAsideHeld;
    [[nodiscard]] bool holdsNothing() const { return *this == GuardVerdict{}; }
    friend bool operator==(const GuardVerdict &, const GuardVerdict &) = default;
};

[[nodiscard]] GuardVerdict guardDeletions(const GuardCounts &counts);

}  // namespace wikivault
