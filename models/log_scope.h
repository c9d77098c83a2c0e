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

struct PhaseTime {
    std::string phase;
    double seconds = 0;
    friend bool operator==(const PhaseTime &, const PhaseTime &) = default;
};
/// How long each phase of the run took, if the line says so.
[[nodiscard]] std::vector<PhaseTime> phasesIn(const LogEntry &line, const RunId &run);

}  // namespace wikivault::log_scope
