#pragma once

#include "engine/adapters/system/lock_file.h"
#include "engine/core/ids.h"
#include "engine/core/settings.h"

#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace wikivault {

/// Makes this process the only driver of the profile's data directory, as long as the lock lives. Conflict: another one
/// is at work, whatever its profile or runtime directory.
[[nodiscard]] Result<std::unique_ptr<system::LockFile>> becomeDriver(const Settings &settings);
/// Where the driver of the data directory listens; where one would, while there is none.
[[nodiscard]] std::string driverSocket(const Settings &settings);
/// The spaces an open window knows to be in sync; nothing: no window of the profile is open.
[[nodiscard]] std::optional<std::vector<SpaceId>> spacesInSync(const Settings &settings, const std::stop_token &stop);

}  // namespace wikivault
