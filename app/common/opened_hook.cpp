#include "app/common/opened_hook.h"

namespace wikivault {

Result<OpenedHook> openHook(const Settings &settings, bool readOnly, const std::stop_token &stop) {
    if (settings.databaseUrl.empty())
        return fail(ErrorCode::Invalid,
                    "the wiki is read through its API, and an API tells of nothing; set DATABASE_URL to its database");
    OpenedHook opened;
    sql::SessionRequest request;
    TRY_ASSIGN(request.url, sql::parseDatabaseUrl(settings.databaseUrl));
    request.readOnly = readOnly;
    TRY_ASSIGN(opened.session, sql::SqlSession::open(std::move(request)));
    TRY_ASSIGN(opened.facts, sql::readHook(*opened.session, stop));
    return opened;
}

}  // namespace wikivault
