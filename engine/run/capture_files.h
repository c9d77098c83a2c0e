#pragma once

#include "engine/run/disk_changes.h"

namespace wikivault {

/// Takes what people did to the files over into main, page by page: the tree the engine left on disk is the base, main
/// is one side, the disk the other.
Result<> captureFiles(Cycle &cycle, const std::vector<DiskChange> &changes);

/// What the capture set back counts as agreed from here on.
void setBaseBack(VaultState &vault);

}  // namespace wikivault
