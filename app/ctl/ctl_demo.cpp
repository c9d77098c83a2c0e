#include "app/ctl/ctl.h"

namespace wikivault::ctl {

std::vector<Command> demoCommands() { return {}; }

}  // namespace wikivault::ctl
