#pragma once

#include "engine/core/time.h"

namespace wikivault {

/// The only place a moment is read. Safe from any thread.
class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual TimePoint now() const = 0;
    /// Time since boot including suspend (CLOCK_BOOTTIME): what leases are measured with.
    [[nodiscard]] virtual std::chrono::milliseconds sinceBoot() const = 0;
};

}  // namespace wikivault
