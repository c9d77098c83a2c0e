#pragma once

#include "engine/adapters/sql/embedded_wiki.h"

namespace wikivault {

extern const UserId kDemoOwner, kDemoServiceUser;

/// The people, spaces and pages of resources/demo. Corrupt: those files are not what they should be.
[[nodiscard]] Result<sql::EmbeddedContent> demoContent();

}  // namespace wikivault
