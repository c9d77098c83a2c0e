#pragma once

#include <string>

namespace wikivault::git {

/// Whether a git process works in `directory` (its working directory or its arguments say so), or one of another user
/// might: then nothing may be taken away from it.
[[nodiscard]] bool isGitAtWork(const std::string &directory);
/// `pid.start`: no other process since the machine started has that name; "" when there is no such process.
[[nodiscard]] std::string nameOfProcess(long pid);
[[nodiscard]] bool isRunning(const std::string &name);
/// Whether any process we can look into has `file` open.
[[nodiscard]] bool isOpenSomewhere(const std::string &file);

}  // namespace wikivault::git
