#pragma once

#include "engine/core/ids.h"
#include "engine/core/time.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What of a space needs a person, from when until when (ui.md section 12). Pure.
namespace wikivault {

enum class ActivityKind {
    Failing,    ///< its runs fail as a whole
    Conflict,   ///< pages wait for review
    Settled,    ///< a rule chose between two texts, and nobody has looked
    Guard,      ///< the deletion guard holds changes back
    StuckLock,  ///< somebody holds its lock for longer than a run takes
};
/// `failing` `conflict` `settled` `guard` `stuck-lock`
[[nodiscard]] std::string_view toWord(ActivityKind kind);
[[nodiscard]] std::optional<ActivityKind> activityKind(std::string_view word);

struct Activity {
    SpaceId space;
    ActivityKind kind = ActivityKind::Failing;
    int count = 0;       ///< of pages or changes, or runs that failed
    std::string detail;  ///< the failure in a sentence, the holder of a lock
    RunId run;           ///< the one to look at; may be empty
    TimePoint since{};
    std::optional<TimePoint> solvedAt;
    friend bool operator==(const Activity &, const Activity &) = default;
};

/// What became of a look around.
struct ActivityChange {
    std::vector<Activity> all;     ///< open ones, the newest first, then those that were solved lately
    std::vector<Activity> begun;   ///< new, or more than before
    std::vector<Activity> solved;  ///< no longer found
};

/// `found`: everything that stands now; what is open in `known` and not found is solved.
[[nodiscard]] ActivityChange compareActivity(const std::vector<Activity> &known, std::vector<Activity> found,
                                             TimePoint now);

}  // namespace wikivault
