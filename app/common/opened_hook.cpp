#include "app/common/opened_hook.h"

#include "app/common/wiki_session.h"

namespace wikivault {

Result<OpenedHook> openHook(const Settings &settings, bool readOnly, const std::stop_token &stop) {
    OpenedHook opened;
    TRY_ASSIGN(opened.session, openWikiSession(settings, readOnly, "and an API tells of nothing"));
    TRY_ASSIGN(opened.facts, sql::readHook(*opened.session, stop));
    return opened;
}

}  // namespace wikivault
