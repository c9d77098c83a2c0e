#pragma once

#include "engine/core/report.h"
#include "engine/ports/run_journal.h"

#include <string>

/// The lines a run leaves in the log. What a poll found not worth a row of the journal stands there as `debug`.
namespace wikivault {

void logRunBegun(const RunRecord &run, const std::string &space);
/// `isNoNews`: there was nothing to do, or it failed by itself as it did before.
void logRunEnded(const RunRecord &run, const RunReport &report, const std::string &space, bool isNoNews);
/// Where its time went; "": nowhere.
void logPhases(const RunRecord &run, const std::string &space, const std::string &phases, bool isNoNews);
/// It never began.
void logNotRun(const RunReport &report, const std::string &space, bool isNoNews);
/// A run of a space went through whose runs had failed.
void logRecovered(const std::string &space, int failedRuns);

}  // namespace wikivault
