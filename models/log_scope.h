#pragma once

#include "engine/core/space.h"
#include "engine/ports/run_journal.h"
#include "models/log_model.h"

namespace wikivault::log_scope {

/// The line was written about the space.
[[nodiscard]] bool isOfSpace(const LogEntry &line, const Space &space);
/// The line was written by the run, or about its space while it ran. `space`: null when nobody knows it any more.
[[nodiscard]] bool isOfRun(const LogEntry &line, const RunRecord &run, const Space *space);
/// The run that the line names; nothing: none.
[[nodiscard]] std::optional<RunId> runIn(const LogEntry &line);

}  // namespace wikivault::log_scope
