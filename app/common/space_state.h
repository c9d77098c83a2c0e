#pragma once

#include "engine/core/space.h"
#include "engine/core/time.h"
#include "engine/ports/desk.h"

#include <optional>
#include <vector>

namespace wikivault {

/// How the reason of a run begins in the journal that looked at a part of its space.
inline constexpr std::string_view kPartOfSpace = "only pages matching ";

/// What is known of a space when its row is made.
struct SpaceFacts {
    Space space;
    RunStanding runs;
    std::optional<Pause> pause;
    std::optional<LockInfo> lock;
    std::optional<SpaceDigest> digest;
};

/// How a moment stands in a sentence.
using Moment = std::string (*)(TimePoint time, TimePoint now);
/// `14:01 UTC` today, `2026-11-23 14:01 UTC` otherwise.
[[nodiscard]] std::string utcMoment(TimePoint time, TimePoint now);
/// `14:01` today, `2026-11-23 14:01` otherwise, by the clock on the wall.
[[nodiscard]] std::string localMoment(TimePoint time, TimePoint now);

/// The row of a space: its state mark and the state in a sentence with numbers, as of `now`. Pure.
[[nodiscard]] SpaceRow makeSpaceRow(SpaceFacts facts, TimePoint now, Moment moment);

/// What the wiki itself says about the space, in words: who has pages open, what the API's account may not do.
[[nodiscard]] std::string noteOf(const SpaceRow &row);

/// `20261127T093000Z`, for names of files and refs.
[[nodiscard]] std::string nameMoment(TimePoint time);

[[nodiscard]] std::vector<SpaceId> idsOf(const std::vector<Space> &spaces);

/// `1 page`, `3 pages`.
[[nodiscard]] std::string counted(std::int64_t count, const std::string &noun);

}  // namespace wikivault
