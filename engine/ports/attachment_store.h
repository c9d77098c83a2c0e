#pragma once

#include "engine/core/attachment.h"
#include "engine/core/result.h"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace wikivault {

/// A file on its way to the wiki.
struct AttachmentUpload {
    PageId page;
    std::string name;
    std::string_view bytes;
    std::optional<AttachmentId> replaces;  ///< nothing: a new one is made
};

/// The files of a wiki. One instance belongs to one thread; whoever made it can stop its calls.
class AttachmentStore {
public:
    virtual ~AttachmentStore() = default;
    /// Those of `ids` that the wiki has, in any order.
    virtual Result<std::vector<Attachment>> find(std::span<const AttachmentId> ids) = 0;
    /// All that belong to a page.
    virtual Result<std::vector<Attachment>> ofPage(const PageId &page) = 0;
    /// NotFound: the wiki knows it and has no bytes of it. Invalid: more than `limit` bytes.
    virtual Result<std::string> read(const Attachment &attachment, std::int64_t limit) = 0;
    /// Denied: this way into the wiki only reads, or rights are missing.
    virtual Result<Attachment> upload(const AttachmentUpload &upload) = 0;
};

}  // namespace wikivault
