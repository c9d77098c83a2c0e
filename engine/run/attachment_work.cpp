#include "engine/run/attachment_work.h"

#include <algorithm>
#include <utility>

namespace wikivault {

Result<AttachmentWork> attachmentWork(Carriage &carriage, AttachmentAgenda &agenda, const AttachmentId &id,
                                      const Attachment *wiki) {
    AttachmentWork work{id, agenda.due().at(id), {}, {}};
    TRY_ASSIGN(work.sides.isReferred, agenda.refers(work.page, id));
    if (wiki) work.sides.wiki = *wiki;
    if (const auto base = carriage.bases.find(id); base != carriage.bases.end()) work.sides.base = base->second;
    if (const auto file = agenda.files().find(id); file != agenda.files().end()) {
        work.path = file->second.path;
        work.sides.file = file->second.entry.blob;
    } else if (wiki) {
        work.path = attachmentPath(wiki->page.value_or(work.page), id, wiki->name);
    } else {
        work.path = "/api/files/" + id.str();
    }
    return work;
}

Result<> visitDue(const AttachmentAgenda &agenda,
                  const std::function<Result<bool>(std::span<const AttachmentId>)> &visit) {
    std::vector<AttachmentId> ids;
    for (const auto &[id, page] : agenda.due())
        ids.push_back(id);
    for (std::size_t from = 0; from < ids.size(); from += kAttachmentsAskedAtOnce) {
        const std::span all(std::as_const(ids));
        TRY_ASSIGN(const bool goesOn, visit(all.subspan(from, std::min(kAttachmentsAskedAtOnce, ids.size() - from))));
        if (!goesOn) break;
    }
    return {};
}

bool isOfThisSpace(const Cycle &cycle, const Attachment &wiki) {
    return wiki.page && cycle.wiki.rows.contains(*wiki.page);
}

}  // namespace wikivault
