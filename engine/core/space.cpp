#include "engine/core/space.h"

#include <algorithm>

namespace wikivault {

void selectSpaces(std::vector<Space> &spaces, bool unflagged) {
    const bool fallback =
        unflagged && std::none_of(spaces.begin(), spaces.end(), [](const Space &space) { return space.flagged; });
    for (Space &space : spaces)
        space.selected = space.flagged || fallback;
}

}  // namespace wikivault
