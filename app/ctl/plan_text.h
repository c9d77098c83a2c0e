#pragma once

#include "engine/core/plan.h"
#include "engine/ports/remote_desk.h"

#include <QJsonObject>

#include <string>

namespace wikivault::ctl {

/// The items, what they come to, and the proof that looking wrote nothing. `slug`: of the space.
[[nodiscard]] std::string planText(const Plan &plan, const std::string &slug);
/// What would change in each page, line by line: what stands there now, and what would.
[[nodiscard]] std::string planLines(const Plan &plan);
/// A preview asks no server: what is known of the space's remote instead. Empty without one.
[[nodiscard]] std::string remoteSentence(const RemoteRow &remote);
/// `plan` with the texts of its items, as `textBefore` and `textAfter`.
[[nodiscard]] QJsonObject withTexts(QJsonObject json, const Plan &plan);

}  // namespace wikivault::ctl
