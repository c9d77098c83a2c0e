#pragma once

#include "engine/core/ids.h"
#include "engine/core/remote.h"
#include "engine/core/report.h"
#include "engine/run/page_index.h"

#include <optional>
#include <vector>

namespace wikivault {

/// What a cycle knows of the space's remote.
struct RemoteState {
    RemoteStatus before, status;
    std::optional<CommitId> agreed;  ///< where both stood when they were equal last
    std::optional<CommitId> seen;    ///< where the branch stands there; its commits are in the vault
    bool isLoaded = false;
    bool isAsked = false;    ///< the server answered
    bool isWaiting = false;  ///< after failures: not before its time
    bool hasNews = false;    ///< `seen` is not part of main yet and may be
    std::optional<RemoteProblem> problem;
    /// What main and a fetched main have in common, while they are merged.
    struct CommonPast {
        struct Base {
            PageIndex pages;   ///< of a newest common ancestor
            PageIndex before;  ///< of what it and the first one have in common
        };
        std::vector<Base> bases;
        PageIndex mirror;            ///< what another console had read of the wiki
        bool isMirrorLater = false;  ///< than our own
    };
    std::optional<CommonPast> past;
    std::vector<Item> items;  ///< told at the end: a remote's trouble holds nothing else up
};

}  // namespace wikivault
