#pragma once

#include "engine/core/activity.h"
#include "engine/core/conflict.h"
#include "engine/core/drive_state.h"
#include "engine/core/plan.h"
#include "engine/ports/desk.h"

#include <QJsonArray>
#include <QJsonObject>

#include <string_view>
#include <vector>

/// The JSON shapes of product.md. Ids are strings, times ISO 8601 in UTC; what is unknown is left out, or "" or null
/// where the shape promises the member.
namespace wikivault {

/// Text of ours, UTF-8, as a JSON value holds it.
[[nodiscard]] QString jsonText(std::string_view text);

[[nodiscard]] QJsonObject toJson(const SpaceRow &row);
[[nodiscard]] QJsonObject toJson(const Item &item);
[[nodiscard]] QJsonObject toJson(const ConflictSummary &conflict);
[[nodiscard]] QJsonObject toJson(const ConflictDetail &conflict);
[[nodiscard]] QJsonObject toJson(const SettledSummary &settled);
[[nodiscard]] QJsonObject toJson(const SettledDetail &settled);
[[nodiscard]] QJsonObject toJson(const RunReport &report);
[[nodiscard]] QJsonObject toJson(const Plan &plan);
[[nodiscard]] QJsonObject toJson(const RunRecord &run);
[[nodiscard]] QJsonObject toJson(const LockInfo &lock);
[[nodiscard]] QJsonObject toJson(const DoctorCheck &check);
[[nodiscard]] QJsonObject toJson(const DriveState &drive);
/// Who has the driver's seat; null: nobody.
[[nodiscard]] QJsonValue seatJson(const std::optional<LockInfo> &holder);
[[nodiscard]] QJsonObject toJson(const Activity &activity);

template <class T>
[[nodiscard]] QJsonArray toJsonArray(const std::vector<T> &values) {
    QJsonArray array;
    for (const T &value : values)
        array.append(toJson(value));
    return array;
}

}  // namespace wikivault
