#pragma once

#include "engine/core/result.h"
#include "engine/core/settings.h"
#include "engine/ports/attachment_store.h"
#include "engine/ports/clock.h"
#include "engine/ports/wiki_reader.h"

#include <map>
#include <memory>
#include <stop_token>
#include <string>

namespace wikivault::docmost {

class ServerAccess;

struct ApiRequest {
    std::string url, email, password, token;
    std::chrono::milliseconds timeout{60000};  ///< of one request
};

/// What all connections of one profile share: token, login throttle, room for four requests. Safe from any thread;
/// opens nothing. Invalid: no address.
[[nodiscard]] Result<std::shared_ptr<ServerAccess>> makeServerAccess(const ApiRequest &request, const Clock &clock);
[[nodiscard]] bool isApiUrl(const std::string &url);

/// A wiki as its API shows it to one account. One instance belongs to one thread.
class WikiApi : public WikiReader {
public:
    virtual PageWriter &writer() = 0;
    virtual AttachmentStore &attachments() = 0;
    /// The account's user. Unavailable: it is not let in.
    virtual Result<UserId> account() = 0;
    /// `reader`, `writer` or `admin` in each space the account is a member of.
    virtual Result<std::map<SpaceId, std::string>> roles() = 0;
    /// The server takes a page's text through its API; old ones ignore it and say nothing. Writes nothing.
    virtual Result<bool> takesBodies() = 0;
};

/// How one connection behaves.
struct ApiPatience {
    std::stop_token stop;                      ///< ends every call within a moment
    std::chrono::milliseconds timeout{60000};  ///< of one request, at most the server's
};
[[nodiscard]] std::unique_ptr<WikiApi> openWikiApi(std::shared_ptr<ServerAccess> server, Unflagged unflagged,
                                                   ApiPatience patience);

}  // namespace wikivault::docmost
