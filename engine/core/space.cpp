#include "engine/core/space.h"

#include <algorithm>

namespace wikivault {

void selectSpaces(std::vector<Space> &spaces, bool unflagged) {
    const auto isDecided = [](const Space &space) { return space.flagged || space.optedOut; };
    const bool fallback = unflagged && std::none_of(spaces.begin(), spaces.end(), isDecided);
    for (Space &space : spaces)
        space.selected = space.flagged || fallback;
}

}  // namespace wikivault
