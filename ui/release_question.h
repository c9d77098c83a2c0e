#pragma once

#include "ui/page.h"

namespace wikivault {

/// Whether the lock shall be taken away from its holder: waiting is the default and counts down, and a holder that may
/// live has to be looked after first.
void askToRelease(const UiContext &ui, const LockInfo &lock, Page &page);

}  // namespace wikivault
