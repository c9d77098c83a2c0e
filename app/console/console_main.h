#pragma once

namespace wikivault {

/// The whole program: arguments, profile, window. Returns the exit code; 64 for usage, configuration or no display.
[[nodiscard]] int runConsole(int argc, char **argv);

}  // namespace wikivault
