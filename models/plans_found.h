#pragma once

#include "engine/core/plan.h"

#include <QString>

#include <map>
#include <utility>
#include <vector>

namespace wikivault {

/// How many lines of a page's text are new, and how many are gone.
struct LineChange {
    int added = 0, removed = 0;
};
/// By the texts before and after.
using PlanLines = std::map<std::pair<BlobId, BlobId>, LineChange>;

/// Of every page whose text changes. Near-linear, but unbounded in the size of the texts: call it on a worker.
[[nodiscard]] PlanLines linesChanged(const Plan &plan);

/// Where a plan was read from, and what of it would not come out like that any more.
struct PlanFile {
    QString path;  ///< "" = it was made just now
    std::vector<Item> stale;
};

/// What a look at one or more spaces brought.
struct PlansFound {
    std::vector<Plan> plans;
    PlanFile from = {};
    PlanLines lines = {};
};

}  // namespace wikivault
