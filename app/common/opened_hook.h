#pragma once

#include "engine/adapters/sql/event_hook.h"
#include "engine/core/settings.h"

#include <memory>

namespace wikivault {

/// The trigger of a profile's wiki and a connection to look at it or change it.
struct OpenedHook {
    std::unique_ptr<sql::SqlSession> session;
    sql::HookFacts facts;
};
/// Invalid: the wiki has no PostgreSQL database that this profile knows.
[[nodiscard]] Result<OpenedHook> openHook(const Settings &settings, bool readOnly, const std::stop_token &stop);

}  // namespace wikivault
