#pragma once

#include "engine/core/ids.h"
#include "engine/core/time.h"

#include <cstdint>
#include <optional>
#include <string>

namespace wikivault {

/// Who leads a space, as far as it told: a Node server leaves only `holder`.
struct LockInfo {
    SpaceId space;
    std::string holder;  ///< the lock's value; what a release must name
    std::string instance, host, user, role, version, phase;
    std::optional<std::int64_t> pid;
    std::optional<RunId> run;
    std::optional<TimePoint> since;
    std::optional<std::int64_t> ttlMs;  ///< nothing: the lock never expires by itself
    bool ours = false;                  ///< held by this very process
};

}  // namespace wikivault
