#pragma once

#include "engine/ports/change_feed.h"

#include <memory>
#include <string>

namespace wikivault::git {

/// Notices what people do to the files, HEAD and `main` of the vaults below `dataDir`. What a run leaves on disk is no
/// news. Vaults it could not watch, it does not cover. Call initialiseGit() once per process before.
[[nodiscard]] std::unique_ptr<ChangeFeed> makeVaultFeed(const std::string &dataDir);

}  // namespace wikivault::git
