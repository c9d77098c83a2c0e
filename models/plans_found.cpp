#include "models/plans_found.h"

#include "engine/core/merge/diff3.h"
#include "models/side_by_side.h"

namespace wikivault {

namespace {

LineChange changeOf(const std::string &before, const std::string &after) {
    LineChange change;
    for (const merge::Hunk &hunk : merge::differences(linesOf(before), linesOf(after))) {
        change.removed += int(hunk.left.size());
        change.added += int(hunk.right.size());
    }
    return change;
}

}  // namespace

PlanLines linesChanged(const Plan &plan) {
    PlanLines lines;
    for (const Item &item : plan.items) {
        if (!item.before || !item.after || *item.before == *item.after) continue;
        const auto before = plan.texts.find(*item.before), after = plan.texts.find(*item.after);
        if (before == plan.texts.end() || after == plan.texts.end()) continue;
        lines.try_emplace({*item.before, *item.after}, changeOf(before->second, after->second));
    }
    return lines;
}

}  // namespace wikivault
