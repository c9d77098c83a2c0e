#pragma once

#include "engine/core/plan.h"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// Carrying out exactly what was previewed (engine.md section 7). Pure.
namespace wikivault {

/// A person's word on one plan.
struct PlanOrder {
    Plan plan;
    std::set<std::string> skip;  ///< subjects that are left out
    bool approveGuard = false;   ///< what the guard holds in this very plan may be done
    /// Pages that become as this side has them, against what the plan says of them.
    std::map<PageId, Side> flips = {};
};

/// What an item is about: its page, or the path of a file that has no page yet.
[[nodiscard]] std::string subjectOf(const Item &item);
/// The item changes something, if only once there is a writer; the others only say why nothing happens.
[[nodiscard]] bool isAction(const Item &item);
/// The guard holds this in the plan and `order` allows it.
[[nodiscard]] bool approvesGuarded(const PlanOrder &order, const Item &held);

/// The side that would stand if the item went the other way; nothing: it has no other side to take.
[[nodiscard]] std::optional<Side> flipOf(const Plan &plan, const Item &item);

/// How a plan made now differs from the one that was ordered.
struct PlanDeviation {
    std::vector<Item> leaveOut;  ///< would happen now and was not ordered so; one per subject, says why
    std::vector<Item> gone;      ///< was ordered and does not come out any more; one per subject, says why
};
[[nodiscard]] PlanDeviation compareWithOrder(const PlanOrder &order, const Plan &now);

}  // namespace wikivault
