#pragma once

#include "ui/page.h"

namespace wikivault {

/// Asks before a run, as strictly as what it would do deserves: an inline bar for new and changed pages, a dialog with
/// the list when pages would be deleted, the space's slug typed in a production profile.
void askToRun(const UiContext &ui, Page &page, const std::vector<SpaceId> &spaces);

/// Why a run cannot be started now; empty when it can.
[[nodiscard]] QString whyNoRun(const ConsoleState &state);

}  // namespace wikivault
