#pragma once

#include "engine/adapters/sql/embedded_wiki.h"
#include "tests/bench/bench_run.h"

#include <string>

namespace wikivault::bench {

/// What one look of a running driver at spaces in which nothing changed costs; medians.
struct Tick {
    double cpuSeconds = 0, wallSeconds = 0;  ///< the CPU of this process alone
    int looks = 0, runs = 0;                 ///< what it asked of the desk, and the runs it began
    std::string problem;                     ///< why there is no figure
};

/// Runs every space of the wiki at `place` until it rests, then ticks.
[[nodiscard]] Tick measureTicks(const Place &place, const sql::EmbeddedContent &wiki);

}  // namespace wikivault::bench
