#pragma once

#include "engine/core/plan.h"
#include "engine/ports/run_journal.h"

#include <optional>
#include <vector>

namespace wikivault {

/// The run that took run `id` back, unless it was taken back itself.
[[nodiscard]] std::optional<RunRecord> takenBackBy(const RunId &id, const std::vector<RunRecord> &runs);
/// The run that carried out all of this very plan, unless it was taken back.
[[nodiscard]] std::optional<RunRecord> carriedOutBy(const Plan &plan, const std::vector<RunRecord> &runs);

}  // namespace wikivault
