#pragma once

#include <chrono>
#include <stop_token>

namespace wikivault {

/// Sleeps for that long, or until `stop` fires.
void nap(const std::stop_token &stop, std::chrono::milliseconds time);

}  // namespace wikivault
