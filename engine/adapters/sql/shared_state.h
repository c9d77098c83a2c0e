#pragma once

#include "engine/adapters/sql/database_url.h"
#include "engine/adapters/sql/state_store.h"

#include <chrono>
#include <memory>

namespace wikivault::sql {

/// The schema `wikivault` in a wiki's PostgreSQL database, over a connection of libpq because one may then serve every
/// thread, one at a time. A connection that was lost is opened again and the work done anew, once; not where
/// nobody knows whether it was done. A connection of its own because that of the wiki belongs to a run's thread, and
/// may stand in a snapshot. `patience`: how long an answer may take, a statement's own limit and a little more.
[[nodiscard]] std::unique_ptr<StateStore> makeSharedState(
    DatabaseUrl url, std::chrono::milliseconds patience = std::chrono::seconds(35));

}  // namespace wikivault::sql
