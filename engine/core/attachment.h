#pragma once

#include "engine/core/ids.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// Files that pages of a wiki show, and where a vault keeps them.
namespace wikivault {

using AttachmentId = Id<struct AttachmentTag>;  ///< uuid, lower case

/// As the wiki knows it.
struct Attachment {
    AttachmentId id;
    std::optional<PageId> page;  ///< whose it is
    std::string name;            ///< under which it was uploaded
    std::int64_t size = 0;       ///< bytes
    std::string updatedAt;       ///< ISO 8601
    std::string place;           ///< below the wiki's storage directory; "" where nobody tells
    friend bool operator==(const Attachment &, const Attachment &) = default;
};

inline constexpr std::string_view kAttachmentFolder = "attachments/";

/// `attachments/<pageId>/<attachmentId>/<name>`, or `attachments/<pageId>/<name>` while the wiki has not got it.
struct AttachmentPlace {
    PageId page;
    std::optional<AttachmentId> id;
    std::string name;
    friend bool operator==(const AttachmentPlace &, const AttachmentPlace &) = default;
};
/// Nothing: it is no attachment's. A Markdown file is a page wherever it stands.
[[nodiscard]] std::optional<AttachmentPlace> attachmentPlaceOf(std::string_view path);
/// What a vault takes in without anybody adding it to git: pages and attachments.
[[nodiscard]] bool isSyncedFile(const std::string &path);
/// With a name that is safe on every file system; `notes.md` becomes `notes.md.attachment`, or it would be a page.
[[nodiscard]] std::string attachmentPath(const PageId &page, const AttachmentId &id, std::string_view name);
/// The name a file of the vault is uploaded under.
[[nodiscard]] std::string uploadNameOf(std::string_view name);

/// The attachments of this wiki that a page's text refers to (`/api/files/<id>/<name>`), each once, in order.
[[nodiscard]] std::vector<AttachmentId> attachmentsIn(std::string_view text);

/// What both sides held when they were equal last.
struct AttachmentBase {
    BlobId blob;
    std::int64_t size = 0;
    std::string updatedAt;
    PageId page;  ///< one that refers to it
    friend bool operator==(const AttachmentBase &, const AttachmentBase &) = default;
};

struct AttachmentSides {
    bool isReferred = false;
    std::optional<Attachment> wiki;
    std::optional<BlobId> file;
    std::optional<AttachmentBase> base;
};
enum class AttachmentStep { None, Download, Upload, Compare, Missing, TooLarge };
/// What makes the vault's file and the wiki's equal; nothing is ever removed from the wiki. `limit`: bytes.
[[nodiscard]] AttachmentStep stepFor(const AttachmentSides &sides, std::int64_t limit);

}  // namespace wikivault
