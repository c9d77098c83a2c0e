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
constexpr std::array<Row, 14> kPeer{{{Workload::Cold, 100, {2.7, 227}},
                                     {Workload::Cold, 1000, {17.2, 449}},
                                     {Workload::Cold, 5000, {70.9, 776}},
                                     {Workload::Cold, 10000, {148.7, 857}},
                                     {Workload::Quiet, 100, {0.29, 139}},
                                     {Workload::Quiet, 1000, {1.25, 137}},
                                     {Workload::Quiet, 5000, {4.9, 196}},
                                     {Workload::Quiet, 10000, {4.6, 271}},
                                     {Workload::WikiEdit, 1000, {0.86, 141}},
                                     {Workload::WikiEdit, 5000, {2.3, 195}},
                                     {Workload::WikiEdit, 10000, {5.6, 269}},
                                     {Workload::FileEdit, 1000, {1.2, 147}},
                                     {Workload::FileEdit, 5000, {3.0, 202}},
                                     {Workload::FileEdit, 10000, {5.9, 291}}}};

}  // namespace

std::optional<PeerFigure> peerFigure(Workload workload, int pages) {
    for (const Row &row : kPeer)
        if (row.workload == workload && row.pages == pages) return row.figure;
    return std::nullopt;
}

}  // namespace wikivault::bench
