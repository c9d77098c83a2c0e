#pragma once

#include "engine/core/result.h"
#include "engine/ports/clock.h"
#include "engine/ports/leader_lock.h"

#include <memory>
#include <string>

namespace wikivault::system {

[[nodiscard]] std::unique_ptr<Clock> makeClock();

[[nodiscard]] ProcessIdentity describeProcess(const std::string &role);
/// The process `pid` with that start time lives on this host and boot.
[[nodiscard]] bool isAlive(std::int64_t pid, const std::string &startTime);
/// A signal or a debugger holds the process `pid` of this host; it does nothing until it is told to go on.
[[nodiscard]] bool isStopped(std::int64_t pid);

/// `NFS`, `CIFS` or `FUSE` where `path`, or what is there of it, stands on such a file system; "" on a disk of this
/// host.
[[nodiscard]] std::string networkDiskOf(std::string path);

/// Kernel locks (flock) on `<dataDir>/<spaceId>/.git/wikivault/lock`, whose content is the holder's JSON.
[[nodiscard]] std::unique_ptr<LeaderLock> makeFileLock(const std::string &dataDir, const ProcessIdentity &identity,
                                                       const Clock &clock);

}  // namespace wikivault::system
