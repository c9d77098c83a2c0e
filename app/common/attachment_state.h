#pragma once

#include "app/common/port_factory.h"
#include "engine/ports/space_row.h"

namespace wikivault {

/// What the last run knew of a space's attachments; asks neither the wiki nor a server. Nothing: they stay in the wiki.
[[nodiscard]] std::optional<AttachmentOverview> attachmentsOf(PortFactory &ports, const Space &space);

}  // namespace wikivault
