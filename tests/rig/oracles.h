#pragma once

#include "tests/rig/ledger.h"
#include "tests/rig/world.h"

#include <string>

/// What must hold, told from outside. Each gives an empty string or what broke.
namespace wikivault::rig {

/// I1, I6: every token people are owed is in the wiki, on disk or reachable from a ref.
[[nodiscard]] std::string findLostTokens(World &world, const Ledger &ledger);

/// I1: what people committed stays on main.
[[nodiscard]] std::string findLostCommits(World &world, const Ledger &ledger);

/// I1 of tokens, without what only history holds: no run took back what a person wrote and nobody took away, and none
/// lies in the wiki's trash alone that no person put there.
[[nodiscard]] std::string findUndoneTokens(World &world, const Ledger &ledger);

/// I2, I7: nothing went from either side that no person took away.
[[nodiscard]] std::string findUnaskedRemovals(const Sight &before, const Sight &after, const Ledger &ledger);

/// Section 6: no run takes more than max(5, 20 %) of the pages from a side by itself, nor all of them.
[[nodiscard]] std::string findMassRemoval(const Sight &before, const Sight &after, const Ledger &ledger);

/// Section 5: no move is put off that could be made once the run has ended.
[[nodiscard]] std::string findNeedlessWaits(World &world, const RunReport &run);

/// Nobody in the rig restores a backup of the wiki.
[[nodiscard]] std::string findFalseAlarm(const RunReport &run);

/// Section 7: what was previewed is what is then done.
[[nodiscard]] std::string findUnpreviewed(const RunReport &preview, const RunReport &run);

/// I3, I9: both sides are equal but for what `last` names.
[[nodiscard]] std::string findDifferences(World &world, const Ledger &ledger, const RunReport &last);

}  // namespace wikivault::rig
