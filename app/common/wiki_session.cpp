#include "app/common/wiki_session.h"

namespace wikivault {

Result<std::unique_ptr<sql::SqlSession>> openWikiSession(const Settings &settings, bool readOnly,
                                                         const std::string &whyNone) {
    if (settings.databaseUrl.empty())
        return fail(ErrorCode::Invalid,
                    "the wiki is read through its API, " + whyNone + "; set DATABASE_URL to its database");
    sql::SessionRequest request;
    TRY_ASSIGN(request.url, sql::parseDatabaseUrl(settings.databaseUrl));
    request.readOnly = readOnly;
    return sql::SqlSession::open(std::move(request));
}

}  // namespace wikivault
