#pragma once

#include "engine/run/cycle.h"

#include <set>
#include <string_view>
#include <vector>

namespace wikivault {

using ChangedPaths = std::set<std::string_view>;

/// Notes the files that a cut-off publish was still to replace while it had put their pages elsewhere: what stands
/// there is no page any more. `changed`: where the disk is not as it
/// was left; `changes`: what people did since.
Result<> findNotYetReplaced(Cycle &cycle, const DiskScan &scan, const ChangedPaths &changed,
                            const std::vector<DiskChange> &changes);

}  // namespace wikivault
