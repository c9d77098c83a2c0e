#pragma once

#include "engine/adapters/sql/sql_session.h"
#include "engine/ports/attachment_store.h"

#include <memory>
#include <string>

namespace wikivault::sql {

/// The wiki's files where no account is given: rows of its database, bytes of its storage directory. Only reads, and
/// opens nothing before it is asked to.
[[nodiscard]] std::unique_ptr<AttachmentStore> makeStoredAttachments(SessionRequest request, std::string storageDir);

}  // namespace wikivault::sql
