#pragma once

#include "engine/core/report.h"

#include <map>
#include <mutex>
#include <string>

namespace wikivault {

/// Which spaces fail run after run in this process, so that the log says once that they do, and once that it is over.
/// Safe from any thread.
class FailureMemory {
public:
    struct Earlier {
        int runs = 0;  ///< that failed in a row
        std::string error;
        /// The run failed as the one before it did.
        [[nodiscard]] bool isRepeatedBy(const RunReport &report) const {
            return runs > 0 && !report.error.empty() && error == report.error;
        }
    };
    /// Takes in how a run ended, and gives what was known before. Runs that were skipped or stopped say nothing.
    Earlier note(const RunReport &report);

private:
    std::mutex m_mutex;
    std::map<SpaceId, Earlier> m_failing;  // guarded by m_mutex
};

}  // namespace wikivault
