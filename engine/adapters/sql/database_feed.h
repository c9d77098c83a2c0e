#pragma once

#include "engine/core/result.h"
#include "engine/ports/change_feed.h"

#include <functional>
#include <memory>
#include <string>

namespace wikivault::sql {

/// Listens to the trigger of event_hook.h on a connection of its own, which it opens again whenever it is lost. Tells
/// all while the trigger is there and what it sends to itself comes back. `databaseUrl`: of a PostgreSQL wiki, asked
/// for on the feed's own thread before each connection.
[[nodiscard]] std::unique_ptr<ChangeFeed> makeDatabaseFeed(std::function<Result<std::string>()> databaseUrl);

}  // namespace wikivault::sql
