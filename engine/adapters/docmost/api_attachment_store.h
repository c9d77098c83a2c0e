#pragma once

#include "engine/adapters/docmost/api_client.h"
#include "engine/ports/attachment_store.h"

namespace wikivault::docmost {

/// The wiki's files through its API. Nobody else's text is lost unseen only as far as the API allows: it overwrites a
/// file whatever it holds, and keeps no earlier one.
class ApiAttachmentStore final : public AttachmentStore {
public:
    explicit ApiAttachmentStore(ApiClient &client) : m_client(client) {}
    Result<std::vector<Attachment>> find(std::span<const AttachmentId> ids) override;
    Result<std::vector<Attachment>> ofPage(const PageId &page) override;
    Result<std::string> read(const Attachment &attachment, std::int64_t limit) override;
    Result<Attachment> upload(const AttachmentUpload &upload) override;

private:
    ApiClient &m_client;
};

}  // namespace wikivault::docmost
