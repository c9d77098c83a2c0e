#pragma once

#include "engine/core/result.h"

#include <string>

/// The system's keyring (Secret Service). A call may wait for somebody to unlock it, so only a program of its own asks
/// it: `wikivaultctl secret`, on its main thread.
namespace wikivault::ctl::keyring {

/// NotFound: nothing is kept under that key. Unavailable: there is no keyring, or it stays locked.
[[nodiscard]] Result<std::string> read(const std::string &key);
[[nodiscard]] Result<> write(const std::string &key, const std::string &secret);
/// Done as well when nothing was kept.
[[nodiscard]] Result<> erase(const std::string &key);

}  // namespace wikivault::ctl::keyring
