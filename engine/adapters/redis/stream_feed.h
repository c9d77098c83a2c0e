#pragma once

#include "engine/ports/change_feed.h"

#include <memory>
#include <string>

namespace wikivault::redis {

/// Follows the streams on which Docmost's job queues note page writes (wiki.md section 4). A reader beside all others:
/// nothing is acknowledged, trimmed or deleted. The notes name no space and may be missed, so they only say: look now.
[[nodiscard]] std::unique_ptr<ChangeFeed> makeStreamFeed(const std::string &redisUrl);

}  // namespace wikivault::redis
