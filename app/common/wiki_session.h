#pragma once

#include "app/common/port_factory.h"
#include "engine/adapters/sql/sql_session.h"

#include <memory>
#include <string>

namespace wikivault {

/// A connection to the wiki's database, for what is kept beside the wiki's own tables. Invalid, with `whyNone` in its
/// sentence: the profile knows no database.
[[nodiscard]] Result<std::unique_ptr<sql::SqlSession>> openWikiSession(const PortFactory &ports, bool readOnly,
                                                                       const std::string &whyNone);

}  // namespace wikivault
