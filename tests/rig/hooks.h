#pragma once

#include "engine/core/rig_hooks.h"

#include <functional>
#include <set>
#include <string>

/// What the hooks in the engine do while a test runs.
namespace wikivault::rig {

/// Thrown where a process would have died.
struct Crash {
    std::string where;
};

/// Called at every failpoint; nothing by default.
void onFailpoint(std::function<void(const char *)> handler);
/// The deliberate bugs that are switched on.
void plant(std::set<std::string> bugs);

}  // namespace wikivault::rig
