#pragma once

#include "engine/core/plan.h"

#include <QString>

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace wikivault {

/// How many lines of a page's text are new, and how many are gone.
struct LineChange {
    int added = 0, removed = 0;
    bool isFormatOnly = false;  ///< the words are the same; blanks, line breaks or marks of lists differ
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

/// The texts of one item by side: nothing = the page does not exist there, or the text is not known.
struct SideTexts {
    std::optional<std::string> wiki, git;
    Direction direction = Direction::WikiToGit;
    QString title, remark;
};

/// What a look at one or more spaces brought.
struct PlansFound {
    std::vector<Plan> plans;
    PlanFile from = {};
    PlanLines lines = {};
};

}  // namespace wikivault
