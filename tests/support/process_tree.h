#pragma once

#include <sys/types.h>
#include <string>
#include <vector>

namespace wikivault::test {

/// Processes below `pid`, the nearest first; only those called `name`, if one is given.
[[nodiscard]] std::vector<pid_t> descendantsOf(pid_t pid, const std::string &name = {});

}  // namespace wikivault::test
