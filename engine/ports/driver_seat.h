#pragma once

#include "engine/core/lock.h"
#include "engine/core/result.h"

#include <optional>

namespace wikivault {

/// One seat for each workspace of a wiki: whoever sits there polls, all others leave it alone. A courtesy among
/// programs that know of it; what may be written is decided by LeaderLock. Safe from any thread. Unavailable: nobody
/// can tell who sits there.
class DriverSeat {
public:
    virtual ~DriverSeat() = default;
    /// Who sits there; nothing: nobody.
    virtual Result<std::optional<LockInfo>> holder(const WorkspaceId &workspace) = 0;
    /// Sits down where nobody does, and stays for a while longer; who sits there now, `ours` if it is this process.
    virtual Result<LockInfo> sit(const WorkspaceId &workspace) = 0;
    /// Sits down whoever sits there; who did, if it was somebody else.
    virtual Result<std::optional<LockInfo>> take(const WorkspaceId &workspace) = 0;
    /// Gets up, if this process sits there.
    virtual Result<> leave(const WorkspaceId &workspace) = 0;
};

}  // namespace wikivault
