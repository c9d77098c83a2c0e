#pragma once

/// Hooks of the randomised rig (tests/rig). In every other build they are nothing: no call and no name.
#ifdef WIKIVAULT_RIG
namespace wikivault::rig {
void reach(const char *failpoint);
[[nodiscard]] bool isPlanted(const char *bug);
}  // namespace wikivault::rig
/// A durable step is about to be, or has just been, taken: a test may end the process here.
#define FAILPOINT(name) ::wikivault::rig::reach(name)
/// A deliberate bug the rig has to notice, or a longer way to the same end, which it must not.
#define PLANTED(bug) ::wikivault::rig::isPlanted(bug)
#else
#define FAILPOINT(name) static_cast<void>(0)
#define PLANTED(bug) false
#endif
