#pragma once

#include "engine/adapters/sql/sql_session.h"
#include "engine/ports/attachment_store.h"

#include <memory>
#include <string>

namespace wikivault::sql {

/// The wiki's files where no account is given: rows of its database, bytes of its storage directory. Only reads.
[[nodiscard]] std::unique_ptr<AttachmentStore> makeStoredAttachments(std::unique_ptr<SqlSession> session,
                                                                     std::string storageDir);

}  // namespace wikivault::sql
