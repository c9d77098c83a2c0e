#pragma once

#include "engine/run/cycle.h"

namespace wikivault {

/// Works out the body of a page that is (or will be) on both sides and fills mainBlobs, pushBodies, heldBodies and
/// conflicts of the merge state; a verdict that turned out to be only a matter of style is corrected.
Result<> mergeBody(Cycle &cycle, const PageId &page, const PageSides &sides, PageVerdict &verdict);

/// An existence conflict: what a person decided about this very state, or a held page with its record.
Result<> settleExistence(Cycle &cycle, const PageId &page, const PageSides &sides, PageVerdict &verdict);
/// The body of a page that comes back from the trash; its file's blob is in `mainBlobs`.
Result<> mergeRestored(Cycle &cycle, const PageId &page, PageSides sides, PageVerdict &verdict);

}  // namespace wikivault
