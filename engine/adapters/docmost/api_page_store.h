#pragma once

#include "engine/adapters/docmost/api_client.h"
#include "engine/adapters/docmost/api_page.h"
#include "engine/ports/page_store.h"
#include "engine/ports/space_catalog.h"

namespace wikivault::docmost {

/// Reads pages where nobody gives us the database. The API has no snapshots: a list that changed while it was read says
/// that it is incomplete.
class ApiPageStore final : public PageStore {
public:
    explicit ApiPageStore(ApiClient &client) : m_client(client) {}
    Result<> beginSnapshot() override { return {}; }
    Result<> endSnapshot() override { return {}; }
    Result<PageList> list(const SpaceId &space, std::stop_token stop) override;
    Result<PageList> rows(const SpaceId &space, std::span<const PageId> pages, std::stop_token stop) override;
    Result<std::vector<PageBody>> bodies(const SpaceId &space, std::span<const PageId> pages,
                                         std::stop_token stop) override;
    Result<std::vector<PageStanding>> standings(const SpaceId &space, std::span<const PageId> pages) override;

private:
    Result<std::optional<ApiPage>> pageOf(const PageId &page);
    Result<PageStanding> standing(const SpaceId &space, const PageId &page);
    Result<std::string> newestUpdate(const SpaceId &space);

    ApiClient &m_client;
};

/// The spaces the account is a member of.
class ApiSpaceCatalog final : public SpaceCatalog {
public:
    ApiSpaceCatalog(ApiClient &client, ApiPageStore &pages, bool selectsUnflagged)
        : m_client(client),
          m_pages(pages),
          m_selectsUnflagged(selectsUnflagged) {}
    Result<std::vector<Space>> spaces() override;
    Result<> setEnabled(const SpaceId &space, bool enabled) override;
    Result<std::optional<WorkspaceId>> workspace() override;
    Result<std::vector<SpaceDigest>> digests() override;

private:
    Result<markdown::WikiSchema> schemaOf(const std::vector<Members> &spaces);

    ApiClient &m_client;
    ApiPageStore &m_pages;
    const bool m_selectsUnflagged;
};

}  // namespace wikivault::docmost
