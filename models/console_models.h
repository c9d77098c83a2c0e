#pragma once

#include "models/activity_model.h"
#include "models/conflict_model.h"
#include "models/console_state.h"
#include "models/doctor_model.h"
#include "models/language.h"
#include "models/lock_model.h"
#include "models/log_model.h"
#include "models/plan_model.h"
#include "models/remote_model.h"
#include "models/run_item_model.h"
#include "models/run_list_model.h"
#include "models/saved_views.h"
#include "models/schedule_model.h"
#include "models/settled_model.h"
#include "models/space_list_model.h"
#include "models/tray_setting.h"

namespace wikivault {

/// Everything the window shows.
struct ConsoleModels {
    ConsoleState state;
    SpaceListModel spaces{[this](const SpaceId &space, int role) { return schedule.nextOf(space, role); },
                          [this](const SpaceId &space, int role) { return remotes.apartOf(space, role); }};
    PlanModel plan{nameOf()};
    PlanModel peek{nameOf()};  ///< of the space that is chosen in the list
    ConflictModel conflicts{nameOf()};
    SettledModel settled{nameOf()};
    RunListModel runs{nameOf()};
    RunItemModel items;
    LockModel locks{nameOf()};
    DoctorModel doctor;
    RemoteModel remotes;
    ScheduleModel schedule;
    ActivityModel activity{nameOf()};
    LogModel log;
    SavedViews views;
    LanguageSetting language;
    TraySetting tray;

private:
    [[nodiscard]] std::function<QString(const SpaceId &)> nameOf() {
        return [this](const SpaceId &space) { return spaces.nameOf(space); };
    }
};

}  // namespace wikivault
