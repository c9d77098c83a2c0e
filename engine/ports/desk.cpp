#include "engine/ports/desk.h"

namespace wikivault {

std::string_view toWord(SpaceState state) {
    switch (state) {
        case SpaceState::InSync: return "in-sync";
        case SpaceState::Pending: return "pending";
        case SpaceState::Conflicts: return "conflicts";
        case SpaceState::Failing: return "failing";
        case SpaceState::Running: return "running";
        case SpaceState::Paused: return "paused";
        case SpaceState::Blocked: return "blocked";
        case SpaceState::Off: return "off";
        case SpaceState::Unknown: return "unknown";
    }
    return "unknown";
}

}  // namespace wikivault
