#pragma once

#include "engine/core/report.h"

#include <string>
#include <vector>

namespace wikivault::ctl {

/// A run of one space in a few lines for people; `name` is the space's.
[[nodiscard]] std::string reportText(const RunReport &report, const std::string &name);
/// What an exit code of `sync` asks of the reader; "" for 0.
[[nodiscard]] std::string exitHint(int code);
/// A table of items; `held`, `failed` and `skipped` ones only, if asked so.
[[nodiscard]] std::string itemTable(const std::vector<Item> &items, bool onlyProblems);

}  // namespace wikivault::ctl
