#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace wikivault {

/// A moment in UTC, in milliseconds. The core is given moments; only the Clock port reads one.
using TimePoint = std::chrono::sys_time<std::chrono::milliseconds>;

/// `2026-11-23T23:43:00.123Z`.
[[nodiscard]] std::string toIso8601(TimePoint time);
/// Reads ISO 8601 forms with `T` or a space, with or without fraction, with `Z`, an offset or nothing (UTC).
[[nodiscard]] std::optional<TimePoint> fromIso8601(std::string_view text);
/// The first moment of the last so many days, today being one of them, by this machine's clock.
[[nodiscard]] TimePoint startOfDays(TimePoint now, int days);

}  // namespace wikivault
