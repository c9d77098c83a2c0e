#pragma once

#include "tests/rig/history.h"
#include "tests/rig/ledger.h"
#include "tests/rig/world.h"

namespace wikivault::rig {

/// Carries out what a person does; says whether the verb is a person's.
bool actAsPerson(World &world, Ledger &ledger, int step, const Deed &deed);

/// The pages and files a history begins with.
void settleIn(World &world, Ledger &ledger);

}  // namespace wikivault::rig
