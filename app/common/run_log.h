#pragma once

#include "engine/core/report.h"
#include "engine/ports/run_journal.h"

#include <string>

/// The lines a run leaves in the log. What a poll found not worth a row of the journal stands there as `debug`.
namespace wikivault {

void logRunBegun(const RunRecord &run, const std::string &space);
/// `isNothing`: the journal does not keep it either.
void logRunEnded(const RunRecord &run, const RunReport &report, const std::string &space, bool isNothing);
/// It never began.
void logNotRun(const RunReport &report, const std::string &space, bool isAutomatic);

}  // namespace wikivault
