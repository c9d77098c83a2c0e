#include "app/common/opened_hook.h"

#include "app/common/wiki_session.h"

namespace wikivault {

Result<OpenedHook> openHook(const PortFactory &ports, bool readOnly, const std::stop_token &stop) {
    OpenedHook opened;
    TRY_ASSIGN(opened.session, openWikiSession(ports, readOnly, "and an API tells of nothing"));
    TRY_ASSIGN(opened.facts, sql::readHook(*opened.session, stop));
    return opened;
}

}  // namespace wikivault
