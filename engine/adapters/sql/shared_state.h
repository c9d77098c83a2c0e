#pragma once

#include "engine/adapters/sql/database_url.h"
#include "engine/adapters/sql/state_store.h"

#include <memory>

namespace wikivault::sql {

/// The schema `wikivault` in a wiki's PostgreSQL database, over a connection of libpq because one may then serve every
/// thread, one at a time. A connection that was lost is opened again and the work done anew, once; not where
/// nobody knows whether it was done. A connection of its own because that of the wiki belongs to a run's thread, and
/// may stand in a snapshot.
[[nodiscard]] std::unique_ptr<StateStore> makeSharedState(DatabaseUrl url);

}  // namespace wikivault::sql
