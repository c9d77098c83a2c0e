#pragma once

#include "tests/rig/history.h"
#include "tests/rig/ledger.h"
#include "tests/rig/world.h"

namespace wikivault::rig {

/// What a person does with git alone; says whether the verb is of that kind.
bool actWithGit(World &world, Ledger &ledger, const Deed &deed);

/// What the Node engine does in a cycle: the texts and names main has changed go to the wiki, and docmost follows main.
void actAsNodeEngine(World &world);

}  // namespace wikivault::rig
