#pragma once

#include "engine/core/ids.h"
#include "engine/core/remote.h"
#include "engine/core/report.h"

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
    std::vector<Item> items;  ///< told at the end: a remote's trouble holds nothing else up
};

}  // namespace wikivault
