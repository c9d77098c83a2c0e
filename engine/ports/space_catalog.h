#pragma once

#include "engine/core/result.h"
#include "engine/core/space.h"

#include <optional>
#include <vector>

namespace wikivault {

/// The spaces of the wiki. One instance belongs to one thread.
class SpaceCatalog {
public:
    virtual ~SpaceCatalog() = default;
    /// Live spaces ordered by name, with flag and selection worked out (engine.md section 10).
    virtual Result<std::vector<Space>> spaces() = 0;
    /// Writes settings.gitSync.enabled and keeps every sibling key. NotFound: no such live space.
    virtual Result<> setEnabled(const SpaceId &space, bool enabled) = 0;
    /// The workspace of the user who writes; nothing when that is not known.
    virtual Result<std::optional<WorkspaceId>> workspace() = 0;
    /// All live spaces, as spaces() has them but in any order: one cheap query.
    virtual Result<std::vector<SpaceDigest>> digests() = 0;
};

}  // namespace wikivault
