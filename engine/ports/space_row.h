#pragma once

#include "engine/core/lock.h"
#include "engine/core/space.h"
#include "engine/ports/run_journal.h"
#include "engine/ports/space_memory.h"

#include <optional>
#include <string>
#include <string_view>

namespace wikivault {

/// The state marks of ui.md.
enum class SpaceState { InSync, Pending, Conflicts, Failing, Running, Paused, Blocked, Off, Unknown };
[[nodiscard]] std::string_view toWord(SpaceState);

struct SpaceRow {
    Space space;
    SpaceState state = SpaceState::Unknown;
    std::string sentence;  ///< the state in words with numbers
    int conflicts = 0;
    std::optional<RunRecord> lastRun;
    std::optional<TimePoint> lastSuccess;
    std::optional<Pause> pause;
    std::optional<LockInfo> lock;
    int openPages = 0;    ///< somebody has them open in the wiki's editor, as far as anybody can tell
    std::string apiRole;  ///< `reader` `writer` `admin` `none`; "" when nothing is written through the API
    std::string note;     ///< both in words, or ""
};

}  // namespace wikivault
