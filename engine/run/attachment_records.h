#pragma once

#include "engine/core/attachment.h"
#include "engine/ports/vault.h"
#include "engine/run/vault_records.h"

#include <map>
#include <optional>
#include <string>

/// What a vault knows of its attachments: where both sides were equal last, and what is still to be done.
namespace wikivault {

using AttachmentBases = std::map<AttachmentId, AttachmentBase>;

Result<Recorded<AttachmentBases>> loadAttachments(Vault &vault);
/// The ref move that makes `bases` current, or nothing when they are already.
Result<std::optional<RefMove>> storeAttachments(Vault &vault, const Recorded<AttachmentBases> &old,
                                                const AttachmentBases &bases, TimePoint now);

/// An attachment that stays as it is until something changes.
struct AttachmentTrouble {
    PageId page;           ///< that refers to it, or whose folder the file stands in
    std::string pagePath;  ///< on main; "" when it has none
    std::string state;     ///< of both sides when it was looked at: the same needs no second look
    std::string why;       ///< a sentence
    friend bool operator==(const AttachmentTrouble &, const AttachmentTrouble &) = default;
};

/// In the vault's cache; without it everything is looked at again.
struct AttachmentMemory {
    std::optional<CommitId> seen;  ///< of main: the pages there were looked through
    std::int64_t limit = 0;        ///< bytes, then
    int carried = 0;               ///< equal on both sides
    int newFiles = 0;              ///< that the wiki has not got
    std::map<AttachmentId, PageId> pending;
    std::map<std::string, AttachmentTrouble> troubles;  ///< by attachment id, or by path of a file that has none
    [[nodiscard]] int left() const { return newFiles + static_cast<int>(pending.size()); }
    friend bool operator==(const AttachmentMemory &, const AttachmentMemory &) = default;
};
inline constexpr const char *kAttachmentMemory = "attachments";
[[nodiscard]] std::string printAttachmentMemory(const AttachmentMemory &memory);
[[nodiscard]] AttachmentMemory parseAttachmentMemory(const std::string &text);

}  // namespace wikivault
