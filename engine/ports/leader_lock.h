#pragma once

#include "engine/core/lock.h"
#include "engine/core/result.h"

#include <cstdint>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

namespace wikivault {

/// Who a process is, for lock holders and the journal.
struct ProcessIdentity {
    std::string instance;                           ///< random uuid of this process
    std::string host, bootId, user, role, version;  ///< role: `console`, `ctl`, `serve`
    std::int64_t pid = 0;
    std::string startTime;  ///< field 22 of /proc/self/stat: tells a reused pid
};

/// Leadership of one space, kept alive by its own heartbeat. Destroying it releases the lock.
class Lease {
public:
    virtual ~Lease() = default;
    /// Fires once the lease is, or may be, lost; the holder writes nothing after it.
    [[nodiscard]] virtual std::stop_token lost() const = 0;
    /// The worker moves: the heartbeat renews only while this is called now and then. `phase` is shown to people.
    virtual void progress(const std::string &phase) = 0;
    /// Fires once somebody asks the holder to stop; it finishes what it has at hand and gives the lease up.
    [[nodiscard]] virtual std::stop_token stopAsked() const { return {}; }
};

/// Elects one writer per space. Safe from any thread.
class LeaderLock {
public:
    virtual ~LeaderLock() = default;
    /// A null pointer: somebody else leads. Unavailable: the lock server does not answer, which means locked.
    virtual Result<std::unique_ptr<Lease>> tryAcquire(const SpaceId &space, const RunId &run) = 0;
    /// Locks held now on any of `spaces`, ours and others'.
    virtual Result<std::vector<LockInfo>> holders(const std::vector<SpaceId> &spaces) = 0;
    /// Compare-and-delete. Conflict: the lock is not (any more) held by `expectedHolder`.
    virtual Result<> release(const SpaceId &space, const std::string &expectedHolder) = 0;
    /// The holder hears it with its next heartbeat or step. Conflict, NotFound: as above. Invalid: it hears nothing.
    virtual Result<> askToStop(const SpaceId &space, const std::string &expectedHolder) = 0;
};

}  // namespace wikivault
