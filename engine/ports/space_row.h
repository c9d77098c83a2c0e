#pragma once

#include "engine/core/lock.h"
#include "engine/core/space.h"
#include "engine/ports/run_journal.h"
#include "engine/ports/space_memory.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wikivault {

/// The state marks of ui.md.
enum class SpaceState { InSync, Pending, Conflicts, Failing, Running, Paused, Blocked, Off, Unknown };
[[nodiscard]] std::string_view toWord(SpaceState);

/// An attachment that is not carried, and why.
struct AttachmentProblem {
    std::string name;      ///< its id, or its path in the vault
    std::string pagePath;  ///< of a page that refers to it; "" when there is none
    std::string why;
};

/// Attachments of a space that carries them, as its last run left them.
struct AttachmentOverview {
    std::string way;      ///< how the wiki's files are got at
    std::string setting;  ///< why what the settings say cannot be; "" = it can
    int carried = 0;      ///< equal on both sides
    int left = 0;         ///< the next run goes on with these
    std::vector<AttachmentProblem> problems;
};

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
    std::optional<AttachmentOverview> attachments = {};  ///< nothing: they stay in the wiki
    std::string note;                                    ///< both in words, or ""
};

/// What a driver asks of every space at each look.
struct WatchedSpace {
    SpaceDigest digest;
    std::optional<Pause> pause;
    std::optional<TimePoint> lastSuccess;
};

}  // namespace wikivault
