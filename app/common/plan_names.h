#pragma once

#include "engine/core/plan_order.h"
#include "engine/core/result.h"

#include <map>
#include <set>
#include <string>
#include <vector>

/// Pages of a plan as people name them on a command line.
namespace wikivault {

/// The subjects of `plan` that people name by page id or path. NotFound: the plan has no such item.
Result<std::set<std::string>> subjectsNamed(const Plan &plan, const std::vector<std::string> &names);

/// Pages to turn round, `PAGE`, `PAGE=wiki` or `PAGE=git`, and the side that is to stand. Invalid: the page has no
/// other side to take, or both sides changed it and none is named.
Result<std::map<PageId, Side>> flipsNamed(const Plan &plan, const std::vector<std::string> &names);

}  // namespace wikivault
