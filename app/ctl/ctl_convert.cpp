#include "app/ctl/ctl.h"

namespace wikivault::ctl {

std::vector<Command> convertCommands() { return {}; }

}  // namespace wikivault::ctl
