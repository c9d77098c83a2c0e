#pragma once

#include "engine/core/plan_order.h"
#include "engine/core/result.h"

#include <QJsonObject>

#include <string>
#include <vector>

/// Plans on disk: JSON without texts, made by the window or the command line, applied by either.
namespace wikivault {

[[nodiscard]] QJsonObject planToJson(const Plan &plan);
/// Invalid: no plan, a plan of a newer version, or one that was changed after it was made.
Result<Plan> planFromJson(const QJsonObject &json);

/// For its owner alone (0600), all or nothing.
Result<> savePlan(const Plan &plan, const std::string &path);
Result<Plan> loadPlan(const std::string &path);

}  // namespace wikivault
