#pragma once

#include "ui/page.h"

namespace wikivault {

/// Offers how long no run of `spaces` shall begin, with a reason, which a production profile demands.
void askToPause(const UiContext &ui, Page &page, const std::vector<SpaceId> &spaces);

}  // namespace wikivault
