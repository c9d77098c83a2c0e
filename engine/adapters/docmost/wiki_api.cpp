#include "engine/adapters/docmost/wiki_api.h"

#include "engine/adapters/docmost/api_attachment_store.h"
#include "engine/adapters/docmost/api_page_store.h"
#include "engine/adapters/docmost/api_page_writer.h"

namespace wikivault::docmost {

namespace {

/// No page has this id.
constexpr const char *kNoPage = "00000000-0000-4000-8000-000000000000";

class HttpWikiApi final : public WikiApi {
public:
    HttpWikiApi(std::shared_ptr<ServerAccess> server, Unflagged unflagged, ApiPatience patience)
        : m_client(std::move(server), std::move(patience.stop), patience.timeout),
          m_writer(m_client),
          m_pages(m_client),
          m_attachments(m_client),
          m_catalog(m_client, m_pages, unflagged == Unflagged::All) {}

    PageWriter &writer() override { return m_writer; }
    AttachmentStore &attachments() override { return m_attachments; }
    PageStore &pages() override { return m_pages; }
    SpaceCatalog &catalog() override { return m_catalog; }
    Result<UserId> account() override { return m_client.account(); }

    Result<std::map<SpaceId, std::string>> roles() override {
        TRY_ASSIGN(const std::vector<Members> spaces, m_client.readAll("/spaces", {}));
        std::map<SpaceId, std::string> roles;
        for (const Members &space : spaces)
            if (const Members *membership = objectIn(space, "membership"))
                roles.emplace(SpaceId(textIn(space, "id")), textIn(*membership, "role"));
        return roles;
    }

    /// A body without the operation it needs is refused before anything is looked up; a server that knows no bodies
    /// goes on to look for the page.
    Result<bool> takesBodies() override {
        const Members body{{"pageId", Value(kNoPage)}, {"content", Value("-")}, {"format", Value("markdown")}};
        const ApiAnswer answer = m_client.ask("/pages/update", body);
        if (answer) return false;
        const Error &error = answer.error().error;
        if (error.code == ErrorCode::Invalid && error.detail.find("operation") != std::string::npos) return true;
        if (error.code == ErrorCode::NotFound || error.code == ErrorCode::Denied) return false;
        return tl::unexpected<Error>(error);
    }

private:
    ApiClient m_client;
    ApiPageWriter m_writer;
    ApiPageStore m_pages;
    ApiAttachmentStore m_attachments;
    ApiSpaceCatalog m_catalog;
};

}  // namespace

Result<std::shared_ptr<ServerAccess>> makeServerAccess(const ApiRequest &request, const Clock &clock) {
    TRY_ASSIGN(const ApiAddress address, parseApiUrl(request.url));
    HttpLimits limits;
    limits.timeout = request.timeout;
    return std::make_shared<ServerAccess>(address, Credentials{request.email, request.password, request.token}, limits,
                                          clock);
}

bool isApiUrl(const std::string &url) {
    return parseApiUrl(url).has_value();
}

std::unique_ptr<WikiApi> openWikiApi(std::shared_ptr<ServerAccess> server, Unflagged unflagged, ApiPatience patience) {
    return std::make_unique<HttpWikiApi>(std::move(server), unflagged, std::move(patience));
}

}  // namespace wikivault::docmost
