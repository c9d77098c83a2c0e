#pragma once

#include "engine/run/carriage.h"

#include <functional>
#include <span>

namespace wikivault {

inline constexpr std::size_t kAttachmentsAskedAtOnce = 50;
inline constexpr const char *kOfNoPageHere = "it belongs to no page of this space, so it is not carried";
inline constexpr const char *kMissingInTheWiki =
    "a page refers to it and the wiki does not have it, or does not show it to this account";
inline constexpr const char *kNoPageOfFolder = "no page of this space has the id its folder is named after";

/// One attachment both sides of which are known.
struct AttachmentWork {
    AttachmentId id;
    PageId page;  ///< that refers to it
    AttachmentSides sides;
    std::string path;
};
/// `wiki`: null = it has none.
Result<AttachmentWork> attachmentWork(Carriage &carriage, AttachmentAgenda &agenda, const AttachmentId &id,
                                      const Attachment *wiki);
/// Visits what is due, as many at once as the wiki is asked about; `visit` answers whether to go on.
Result<> visitDue(const AttachmentAgenda &agenda,
                  const std::function<Result<bool>(std::span<const AttachmentId>)> &visit);
/// Who may read this vault may not be allowed to read another space's files, whatever a page here refers to.
[[nodiscard]] bool isOfThisSpace(const Cycle &cycle, const Attachment &wiki);

}  // namespace wikivault
