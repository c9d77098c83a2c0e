#pragma once

#include "engine/core/ids.h"
#include "engine/core/time.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace wikivault {

/// How the phase of a holder begins that keeps the space still instead of running it.
inline constexpr std::string_view kHeldForMaintenance = "held for maintenance";

/// Who leads a space, as far as it told: a Node server leaves only `holder`.
struct LockInfo {
    SpaceId space;
    std::string holder;  ///< the lock's value; what a release must name
    std::string instance, host, user, role, version, phase;
    std::optional<std::int64_t> pid;
    std::optional<RunId> run;
    std::optional<TimePoint> since;
    std::optional<std::int64_t> ttlMs;   ///< nothing: the lock never expires by itself
    std::optional<std::int64_t> beatMs;  ///< since the holder's last heartbeat, when it told how it beats
    bool ours = false;                   ///< held by this very process
    bool endsWithProcess = false;        ///< the kernel's: no heartbeat, no expiry, and nobody can take it away
    bool canBeAsked = false;             ///< the holder hears LeaderLock::askToStop()
    bool isAsked = false;                ///< and somebody asked

    [[nodiscard]] bool isMaintenance() const { return phase.starts_with(kHeldForMaintenance); }
};

}  // namespace wikivault
