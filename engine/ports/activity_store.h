#pragma once

#include "engine/core/activity.h"
#include "engine/core/result.h"

#include <vector>

namespace wikivault {

/// What needed a person, over restarts (state.db). Safe from any thread.
class ActivityStore {
public:
    virtual ~ActivityStore() = default;
    virtual Result<std::vector<Activity>> activity() = 0;
    /// Replaces what is kept.
    virtual Result<> keepActivity(const std::vector<Activity> &all) = 0;
};

}  // namespace wikivault
