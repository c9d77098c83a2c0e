#pragma once

#include "app/common/port_factory.h"
#include "engine/adapters/sql/event_hook.h"

#include <memory>

namespace wikivault {

/// The trigger of a profile's wiki and a connection to look at it or change it.
struct OpenedHook {
    std::unique_ptr<sql::SqlSession> session;
    sql::HookFacts facts;
};
/// Invalid: the wiki has no PostgreSQL database that this profile knows.
[[nodiscard]] Result<OpenedHook> openHook(const PortFactory &ports, bool readOnly, const std::stop_token &stop);

}  // namespace wikivault
