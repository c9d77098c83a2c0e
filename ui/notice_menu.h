#pragma once

#include "models/activity_model.h"

#include <QString>

#include <functional>

namespace wikivault {

class TableView;

/// In the menu of a list: of which changes of the chosen spaces the desktop is told.
void addNoticeMenu(TableView &table, ActivityModel &activity, std::function<std::vector<SpaceId>()> chosen);
/// `errors only`
[[nodiscard]] QString noticeWord(NoticeLevel level);

}  // namespace wikivault
