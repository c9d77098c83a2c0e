#pragma once

#include "engine/run/cycle.h"

/// The steps of mergePages() that follow the verdicts, in order.
namespace wikivault {

/// Takes mass deletions and overwrites out of the cycle (engine.md section 6).
Result<> guardChanges(Cycle &cycle);
/// Final title and parent of every page on main; missing parents, parent cycles and refused deletes are settled here.
void choosePlaces(Cycle &cycle);
/// Lays both trees out: main, the agreed mirror and, while something is held, the held mirror.
void buildTrees(Cycle &cycle);
/// The mirror's part of it; `current` holds the names pages have in it.
void buildMirrorTrees(Cycle &cycle, const std::map<PageId, std::string> &current);
/// Items and counts of everything that reaches the files.
void notePull(Cycle &cycle);

/// A uuid that depends on `seed` only (version 5 shape).
[[nodiscard]] PageId derivedPageId(const std::string &seed);

}  // namespace wikivault
