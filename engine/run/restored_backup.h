#pragma once

#include "engine/run/cycle.h"

/// A wiki whose database came back from a backup, or from a standby that lacked the last transactions (F067, F069):
/// what it holds is older than what the vault has seen, and neither a deletion nor an edit of anybody.
namespace wikivault {

/// The newest change of the whole workspace is older than what this vault has seen.
[[nodiscard]] bool isRestoredBackup(const Cycle &cycle);
/// After the list: whether this wiki is one, and which pages went back. Says so.
void judgeBackup(Cycle &cycle);
/// After the absences: pages that went back, and pages that a wiki gone back lacks, have no common past with the vault
/// any more. Texts that differ meet in a conflict, and files stay; it holds for later runs as well.
void forgetWhatWentBack(Cycle &cycle);

}  // namespace wikivault
