#include "app/common/settings_values.h"

namespace wikivault {

void readSchedule(SettingsValues &values, Settings &settings) {
    settings.pollIntervalMs = values.positive("GIT_SYNC_POLL_INTERVAL_MS", settings.pollIntervalMs);
    settings.debounceMs = values.positive("GIT_SYNC_DEBOUNCE_MS", settings.debounceMs);
    const std::string given = values.text("WIKIVAULT_QUIET_HOURS", "off");
    if (const auto hours = toQuietHours(given))
        settings.quietHours = *hours;
    else
        values.reject("WIKIVAULT_QUIET_HOURS", "\"" + given + "\"",
                      "two times of the day, such as 22:00-07:00, or off");
}

}  // namespace wikivault
