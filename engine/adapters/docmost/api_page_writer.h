#pragma once

#include "engine/adapters/docmost/api_client.h"
#include "engine/adapters/docmost/api_page.h"
#include "engine/ports/page_store.h"

namespace wikivault::docmost {

/// Writes pages through the wiki's own API, so that open editors see the change and lose nothing. The API knows no
/// precondition and no version: every write reads first, asks open editors for their unsaved text, and looks at what
/// was stored afterwards. An unclear answer is settled by reading, then the write is sent once more at most.
class ApiPageWriter final : public PageWriter {
public:
    explicit ApiPageWriter(ApiClient &client) : m_client(client) {}
    Result<PageId> apply(const SpaceId &space, const PageChange &change) override;
    [[nodiscard]] bool reachesEditors() const override { return true; }
    [[nodiscard]] bool namesPages() const override { return true; }

private:
    Result<PageId> write(const SpaceId &space, const CreatePage &change);
    Result<PageId> write(const SpaceId &space, const UpdateBody &change);
    Result<PageId> write(const SpaceId &space, const MovePage &change);
    Result<PageId> write(const SpaceId &space, const RenamePage &change);
    Result<PageId> write(const SpaceId &space, const TrashPage &change);
    Result<PageId> write(const SpaceId &space, const RestorePage &change);

    /// As stored; NotFound reads as a page that changed meanwhile.
    Result<ApiPage> page(const PageId &id);
    /// The page with what open editors had not saved yet: they save it before this returns.
    Result<ApiPage> flushed(const PageId &id);
    Result<ApiPage> send(const PageId &id, const std::string &content, const char *operation);
    /// Live pages directly below `parent`, or at the root of the space, in their order.
    Result<std::vector<Members>> children(const SpaceId &space, const std::optional<PageId> &parent);
    Result<> demandParent(const SpaceId &space, const PageId &page, const std::optional<PageId> &parent);
    Result<> moveTo(const SpaceId &space, const PageId &page, const std::optional<PageId> &parent);
    Result<> trashAgain(const SpaceId &space, const PageId &page, const std::vector<Members> &before);

    Result<ApiPage> create(const SpaceId &space, const CreatePage &change, const std::string &content);
    Result<std::optional<PageId>> created(const SpaceId &space, const CreatePage &change);
    Result<> writeParts(const PageId &id, const std::vector<std::string> &parts, std::size_t from,
                        const std::string &before);
    Result<> writePart(const PageId &id, const std::vector<std::string> &parts, std::size_t at,
                       const std::string &before);
    /// Sends a change of which `isDone` can tell whether it was made.
    template <class IsDone>
    Result<> tellOnce(const std::string &path, const Members &body, IsDone isDone);

    ApiClient &m_client;
};

}  // namespace wikivault::docmost
