#pragma once

#include <optional>
#include <string_view>

namespace wikivault::bench {

enum class Workload {
    Cold,
    Quiet,
    WikiEdit,
    FileEdit,
    BothEdit,  ///< a hundredth of the pages in the wiki, as many others in the vault
    Moved,     ///< a hundred files
};

/// What the Node engine needs for the same (its own cycle on an in-memory wiki, no database or network time).
struct PeerFigure {
    double seconds = 0, cpuSeconds = 0;
    double peakMb = 0;
};
/// Nothing: never measured with that many pages.
[[nodiscard]] std::optional<PeerFigure> peerFigure(Workload workload, int pages);

inline constexpr double kPeerExportMbPerS = 23.5;
inline constexpr double kPeerImportMbPerS = 0.085;

}  // namespace wikivault::bench
