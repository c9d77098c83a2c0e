#pragma once

#include "engine/core/plan_order.h"

namespace wikivault {

/// The answer to a tripped guard: what it holds of one direction, turned round. Pages stay and their files come back,
/// or the other way about.
struct PutBack {
    std::map<PageId, Side> flips;
    int staysHeld = 0;  ///< no side is left that could stand, as when a page left the wiki's trash for good
};
[[nodiscard]] PutBack putBackOf(const Plan &plan, Direction way);

}  // namespace wikivault
