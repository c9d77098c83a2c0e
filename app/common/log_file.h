#pragma once

#include "engine/core/settings.h"
#include "engine/core/time.h"

#include <string>
#include <vector>

namespace wikivault {

/// One entry of the log of a data directory, with the lines that belong to it.
struct LogFileEntry {
    TimePoint at;
    std::string level;  ///< `debug` `info` `warn` `error`
    std::string text;
};

/// Everything that is kept, oldest first: what every program on this data directory did. Empty: there is no log.
[[nodiscard]] std::vector<LogFileEntry> readLogFiles(const Settings &settings);

}  // namespace wikivault
