#pragma once

#include "engine/core/space.h"
#include "engine/core/time.h"
#include "engine/ports/desk.h"

#include <optional>
#include <vector>

namespace wikivault {

/// What is known of a space when its row is made.
struct SpaceFacts {
    Space space;
    std::vector<RunRecord> runs;  ///< newest first
    std::optional<Pause> pause;
    std::optional<LockInfo> lock;
    std::optional<SpaceDigest> digest;
};

/// The row of a space: its state mark and the state in a sentence with numbers, as of `now`. Pure.
[[nodiscard]] SpaceRow makeSpaceRow(SpaceFacts facts, TimePoint now);

/// `14:01` today, `2026-11-23 14:01` otherwise; UTC.
[[nodiscard]] std::string shortTime(TimePoint time, TimePoint now);
/// `1 page`, `3 pages`.
[[nodiscard]] std::string counted(std::int64_t count, const std::string &noun);

}  // namespace wikivault
