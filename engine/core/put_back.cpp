#include "engine/core/put_back.h"

namespace wikivault {

PutBack putBackOf(const Plan &plan, Direction way) {
    PutBack found;
    for (const Item &item : plan.items) {
        if (item.reason != Reason::Guard || !item.page || item.direction != way) continue;
        if (const auto side = flipOf(plan, item))
            found.flips.emplace(*item.page, *side);
        else
            ++found.staysHeld;
    }
    return found;
}

}  // namespace wikivault
