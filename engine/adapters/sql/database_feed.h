#pragma once

#include "engine/ports/change_feed.h"

#include <memory>
#include <string>

namespace wikivault::sql {

/// Listens to the trigger of event_hook.h on a connection of its own, which it opens again whenever it is lost. Tells
/// all while the trigger is there and what it sends to itself comes back. `databaseUrl`: of a PostgreSQL wiki.
[[nodiscard]] std::unique_ptr<ChangeFeed> makeDatabaseFeed(const std::string &databaseUrl);

}  // namespace wikivault::sql
