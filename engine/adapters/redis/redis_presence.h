#pragma once

#include "engine/ports/page_presence.h"

#include <chrono>
#include <memory>
#include <string>

namespace wikivault::redis {

/// Reads the keys by which Docmost's collaboration servers own open pages (`collabLock:page.<id>`). Connects when it is
/// first asked.
[[nodiscard]] std::unique_ptr<PagePresence> makeRedisPresence(const std::string &url,
                                                              std::chrono::milliseconds timeout);

}  // namespace wikivault::redis
