#include "app/common/acting_user.h"

namespace wikivault {

std::string nobodyToActAs(const Settings &settings) {
    if (!settings.enabled || namesActor(settings)) return {};
    return "Nobody to act as: no run begins until GIT_SYNC_SERVICE_USER_ID names a user of the wiki, or "
           "DOCMOST_API_URL and its account do.";
}

}  // namespace wikivault
