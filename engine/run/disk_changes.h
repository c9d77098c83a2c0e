#pragma once

#include "engine/run/cycle.h"

#include <set>
#include <string>
#include <vector>

namespace wikivault {

/// What people did to the files.
struct PeoplesChanges {
    std::vector<DiskChange> changes;
    std::set<std::string> unproven;  ///< removals that may be the engine's own
};

/// After a crash between the files and refs/wikivault/worktree: makes `published` what the engine really left on disk,
/// as far as that can be told, and returns what people did to it since.
Result<PeoplesChanges> settleInterruptedPublish(const DiskScan &scan, VaultTree &published, FileReader &files);
/// Who commits a file with git and writes on has begun with what was committed, whatever the engine left there before.
Result<> beginWithCommitted(Cycle &cycle, PeoplesChanges &found);

}  // namespace wikivault
