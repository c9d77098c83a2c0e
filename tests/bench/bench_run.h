#pragma once

#include "engine/core/settings.h"
#include "tests/bench/bench_peer.h"

#include <string>

namespace wikivault::bench {

struct Place {
    std::string databaseUrl, dataDir;
};
struct Measured {
    double seconds = 0, cpuSeconds = 0;
    std::string problem;  ///< why there is no figure
};

/// A switched-on profile that writes by SQL as `user`.
[[nodiscard]] Settings settingsFor(const Place &place, const UserId &user);

/// Runs one workload on the wiki of makeWiki() at `place`, in this process. All but Cold run a quiet cycle first, so
/// that what a running driver remembers is remembered, and are the median of nine.
[[nodiscard]] Measured measure(Workload workload, const Place &place, int pages);

}  // namespace wikivault::bench
