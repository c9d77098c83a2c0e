#pragma once

#include "engine/core/report.h"

#include <string>
#include <vector>

namespace wikivault::ctl {

/// A run of one space in a few lines for people; `name` is the space's.
[[nodiscard]] std::string reportText(const RunReport &report, const std::string &name);
/// What the exit code of these runs asks of the reader; "" when there is nothing to ask, or their lines say it all.
[[nodiscard]] std::string exitHint(int code, const std::vector<RunReport> &reports);
enum class ItemsOf { Plan, Run, RunProblems };
/// A table of items. A plan's say `planned` where a run's say `done`; RunProblems leaves out what was done.
[[nodiscard]] std::string itemTable(const std::vector<Item> &items, ItemsOf source);
/// `2026-11-25 18:59:18`, in UTC.
[[nodiscard]] std::string tableTime(TimePoint time);

}  // namespace wikivault::ctl
