#pragma once

#include "engine/run/cycle.h"

#include <vector>

namespace wikivault {

/// After a crash between the files and refs/wikivault/worktree: makes `published` what the engine really left on disk,
/// as far as that can be told, and returns what people did to it since. The index follows the files, so what it has was
/// put on disk.
Result<std::vector<DiskChange>> settleInterruptedPublish(Cycle &cycle, const DiskScan &scan, const VaultTree &index);
/// Who writes anew keeps no line of what was there.
Result<bool> isWrittenAnew(FileReader &files, const BlobId &now, const BlobId &before);
/// Who commits a file with git and writes on has begun with what was committed, whatever the engine left there before.
Result<> beginWithCommitted(Cycle &cycle, std::vector<DiskChange> &changes);

}  // namespace wikivault
