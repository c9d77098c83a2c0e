#pragma once

#include "engine/ports/run_journal.h"

#include <functional>
#include <string>
#include <vector>

namespace wikivault {

using SpaceNameOf = std::function<std::string(const SpaceId &)>;

/// Runs as CSV (RFC 4180): a line of names, then one line per run; times ISO 8601 in UTC.
[[nodiscard]] std::string csvOf(const std::vector<RunRecord> &runs, const SpaceNameOf &nameOf);

/// Writes runs to `path`, as JSON (the shapes of `wikivaultctl runs --json`) when it ends in `.json`, else as CSV.
[[nodiscard]] Result<> exportRuns(const std::vector<RunRecord> &runs, const SpaceNameOf &nameOf,
                                  const std::string &path);

}  // namespace wikivault
