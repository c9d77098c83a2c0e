#pragma once

#include "engine/run/cycle.h"

/// A wiki whose database came back from a backup, or from a standby that lacked the last transactions (F067, F069):
/// what it holds is older than what the vault has seen, and neither a deletion nor an edit of anybody.
namespace wikivault {

/// The newest change of the whole workspace is older than what this vault has seen. That alone is no restored backup:
/// so it is after the page that was trashed last has come back, which moves no time, or was purged.
[[nodiscard]] bool newestWentBack(const Cycle &cycle);
/// A page that was live when the vault last looked and is no longer. Whoever trashes a page makes that the newest
/// change: a wiki whose newest change went back has forgotten the page, or that it was put back.
void doubtAbsence(Cycle &cycle, const PageId &page, Absence &absence);
/// With absences known, and which pages changed: whether this wiki is one. Says so. Pages that went back, and pages
/// that a wiki gone back lacks, have no common past with the vault any more: texts that differ meet in a conflict, and
/// files stay; it holds for later runs as well.
void judgeBackup(Cycle &cycle, const std::vector<PageId> &changed);

}  // namespace wikivault
