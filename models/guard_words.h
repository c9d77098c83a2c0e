#pragma once

#include "engine/core/plan.h"

#include <QString>

#include <vector>

/// What the deletion guard holds back of some plans, in words.
namespace wikivault {

struct GuardWords {
    QString why;      ///< how many of how many, and what that mostly means
    QString putBack;  ///< the verb that puts it back; "" where nothing can be
};
[[nodiscard]] GuardWords guardWords(const std::vector<Plan> &plans);

}  // namespace wikivault
