#pragma once

#include "ui/page.h"

namespace wikivault {

/// Asks before what is ticked in the shown plan is carried out: inline for new and changed pages, with the list when
/// something is deleted or the guard was overruled, with the space's name to be typed in production.
void askToApply(const UiContext &ui, Page &page);

}  // namespace wikivault
