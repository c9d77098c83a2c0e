#pragma once

#include "engine/core/time.h"

namespace wikivault {

/// Hours of the day, as the clock on the wall has them, in which the desktop is told nothing; what began meanwhile and
/// is still so is told at their end.
struct QuietHours {
    static constexpr int kDay = 24 * 60;
    bool isOn = false;
    int from = 22 * 60, until = 7 * 60;  ///< minutes since midnight; `until` before `from`: over midnight

    [[nodiscard]] bool cover(TimePoint now) const;
    friend bool operator==(const QuietHours &, const QuietHours &) = default;
};

}  // namespace wikivault
