#pragma once

#include "engine/adapters/system/lock_file.h"
#include "engine/core/settings.h"

#include <memory>
#include <string>

namespace wikivault {

/// Makes this process the only driver of the profile's data directory, as long as the lock lives. Conflict: another one
/// is at work, whatever its profile or runtime directory.
[[nodiscard]] Result<std::unique_ptr<system::LockFile>> becomeDriver(const Settings &settings);
/// Where the driver of the data directory listens; where one would, while there is none.
[[nodiscard]] std::string driverSocket(const Settings &settings);

}  // namespace wikivault
