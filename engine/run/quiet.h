#pragma once

#include "engine/run/cycle.h"

/// How a cycle knows that there is nothing to do.
namespace wikivault {

/// Tells it by names and times alone, before any tree is read.
Result<> lookQuickly(Cycle &cycle);
/// The page list, once per cycle; the wiki stands still for this cycle until leaveSnapshot().
Result<> listPages(Cycle &cycle);
Result<> leaveSnapshot(Cycle &cycle);
/// Docmost's databases, which are no pages.
void noteBasePages(Cycle &cycle);
/// Files that are nobody's business, counted once for all of them.
void noteUntracked(Cycle &cycle, int files);
/// With the list and the files looked at: nothing moved since the last cycle that had nothing left to do.
[[nodiscard]] Result<bool> isQuiet(Cycle &cycle);
/// What the next cycles compare with; `settled`: this one had nothing left to do.
Result<> rememberQuiet(Cycle &cycle, bool settled);

}  // namespace wikivault
