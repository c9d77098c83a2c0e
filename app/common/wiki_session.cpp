#include "app/common/wiki_session.h"

namespace wikivault {

Result<std::unique_ptr<sql::SqlSession>> openWikiSession(const PortFactory &ports, bool readOnly,
                                                         const std::string &whyNone) {
    if (ports.settings().databaseUrl.empty())
        return fail(ErrorCode::Invalid,
                    "the wiki is read through its API, " + whyNone + "; set DATABASE_URL to its database");
    sql::SessionRequest request;
    TRY_ASSIGN(const std::string url, ports.databaseUrl());
    TRY_ASSIGN(request.url, sql::parseDatabaseUrl(url));
    request.readOnly = readOnly;
    return sql::SqlSession::open(std::move(request));
}

}  // namespace wikivault
