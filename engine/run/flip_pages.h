#pragma once

#include "engine/run/cycle.h"

#include <map>
#include <string>

/// Pages that a person turned round in a plan: the other side stands, and what loses is kept.
namespace wikivault {

/// The merge that follows takes these sides.
void turnRound(Cycle &cycle, const std::map<PageId, Side> &flips);
/// What the items of a flipped page say; "" of any other page.
[[nodiscard]] std::string flipNote(const Cycle &cycle, const PageId &page);
/// Once merged: the sides that lost go to what people settled, and the files' items say what happened.
void keepFlipped(Cycle &cycle);

}  // namespace wikivault
