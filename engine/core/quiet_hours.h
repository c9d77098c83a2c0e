#pragma once

#include "engine/core/time.h"

#include <optional>
#include <string>
#include <string_view>

namespace wikivault {

/// Hours of the day, as the clock on this machine's wall has them, in which something rests until their end.
struct QuietHours {
    static constexpr int kDay = 24 * 60;
    bool isOn = false;
    int from = 22 * 60, until = 7 * 60;  ///< minutes since midnight; `until` before `from`: over midnight

    [[nodiscard]] bool cover(TimePoint now) const { return endOf(now).has_value(); }
    /// When the hours that cover `now` are over; nothing: none do.
    [[nodiscard]] std::optional<TimePoint> endOf(TimePoint now) const;
    friend bool operator==(const QuietHours &, const QuietHours &) = default;
};

/// Reads `22:00-07:00`, or `off`. Nothing: it is neither.
[[nodiscard]] std::optional<QuietHours> toQuietHours(std::string_view text);
[[nodiscard]] std::string toText(const QuietHours &hours);

}  // namespace wikivault
