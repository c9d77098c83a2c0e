#include "tests/bench/bench_peer.h"

#include <array>

namespace wikivault::bench {

namespace {

struct Row {
    Workload workload;
    int pages;
    PeerFigure figure;
};

/// Measured on one machine with two shared cores; where the peer has a newer build that remembers unchanged pages,
/// that.
constexpr std::array<Row, 18> kPeer{{{Workload::Cold, 100, {2.7, 2.5, 227}},
                                     {Workload::Cold, 1000, {17.2, 16.8, 449}},
                                     {Workload::Cold, 5000, {70.9, 62.0, 776}},
                                     {Workload::Cold, 10000, {148.7, 115.0, 857}},
                                     {Workload::Quiet, 100, {0.29, 0.28, 139}},
                                     {Workload::Quiet, 1000, {1.25, 1.06, 137}},
                                     {Workload::Quiet, 5000, {4.9, 3.9, 196}},
                                     {Workload::Quiet, 10000, {4.6, 3.5, 271}},
                                     {Workload::WikiEdit, 1000, {0.86, 0.8, 141}},
                                     {Workload::WikiEdit, 5000, {2.3, 2.4, 195}},
                                     {Workload::WikiEdit, 10000, {5.6, 4.2, 269}},
                                     {Workload::FileEdit, 1000, {1.2, 0.9, 147}},
                                     {Workload::FileEdit, 5000, {3.0, 2.8, 202}},
                                     {Workload::FileEdit, 10000, {5.9, 4.4, 291}},
                                     {Workload::BothEdit, 1000, {1.9, 1.8, 174}},
                                     {Workload::BothEdit, 5000, {6.9, 6.5, 334}},
                                     {Workload::Moved, 1000, {3.1, 2.5, 146}},
                                     {Workload::Moved, 5000, {5.2, 5.0, 203}}}};

}  // namespace

std::optional<PeerFigure> peerFigure(Workload workload, int pages) {
    for (const Row &row : kPeer)
        if (row.workload == workload && row.pages == pages) return row.figure;
    return std::nullopt;
}

}  // namespace wikivault::bench
