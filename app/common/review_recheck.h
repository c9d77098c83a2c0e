#pragma once

#include "app/common/port_factory.h"
#include "engine/run/vault_records.h"

namespace wikivault {

/// Looks at both sides of a conflicting page now: a sentence when one of them is no longer what the record says, else
/// "". Reads only; files that were not captured yet are judged by the next run.
Result<std::string> movedSides(PortFactory &ports, const SpaceId &space, const PageId &page,
                               const ConflictRecord &record);

}  // namespace wikivault
