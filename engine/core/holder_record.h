#pragma once

#include "engine/core/lock.h"

#include <optional>
#include <string>
#include <string_view>

namespace wikivault {

/// What a leader leaves beside its lock, so that people and other processes can tell who it is.
struct HolderRecord {
    LockInfo info;
    std::string bootId;     ///< boot and process namespace: within one of them `info.pid` means one process
    std::string startTime;  ///< tells a reused pid
    std::optional<std::int64_t> leaseMs = {};  ///< how long a heartbeat keeps the lock
};

/// Stands in the printed record of a holder that somebody asked to stop.
inline constexpr std::string_view kAskedToStop = "\"stopAsked\":true";
/// One JSON object; facts that are unknown are left out.
[[nodiscard]] std::string printHolder(const HolderRecord &record);
/// Nothing for anything that is no JSON object with a `token`.
[[nodiscard]] std::optional<HolderRecord> parseHolder(std::string_view json);
/// `kim@host, pid 12 (console)`, or what is known of it.
[[nodiscard]] std::string describeHolder(const LockInfo &info);

}  // namespace wikivault
