#include "engine/run/attachment_agenda.h"

#include "engine/run/commits.h"

namespace wikivault {

Result<> AttachmentAgenda::look(const AttachmentMemory &before) {
    listFiles();
    m_due = before.pending;
    const bool isOfToday = before.limit == m_cycle.request.attachmentLimit && !m_cycle.request.full;
    TRY(addReferences(isOfToday ? before.seen : std::nullopt));
    for (const auto &[id, file] : m_files) {
        const auto base = m_bases.find(id);
        if (base == m_bases.end() || base->second.blob != file.entry.blob)
            m_due.emplace(id, attachmentPlaceOf(file.path)->page);
    }
    for (const auto &[id, base] : m_bases)
        if (!m_files.contains(id)) m_due.emplace(id, base.page);
    return {};
}

void AttachmentAgenda::listFiles() {
    const VaultTree &main = m_cycle.vault.mainTree;
    for (auto at = main.lower_bound(std::string(kAttachmentFolder)); at != main.end(); ++at) {
        if (!at->first.starts_with(kAttachmentFolder)) break;
        const auto place = attachmentPlaceOf(at->first);
        if (!place || (at->second.mode & 0170000) != 0100000) continue;
        if (place->id)
            m_files.emplace(*place->id, AttachmentFile{at->first, at->second});
        else
            m_newFiles.emplace(at->first, *place);
    }
}

/// Of pages whose text is another one than where they were looked through last.
Result<> AttachmentAgenda::addReferences(const std::optional<CommitId> &seen) {
    std::set<BlobId> known;
    // A commit that is gone was on a branch somebody rewrote: everything is looked through.
    if (const auto tree = treeAt(m_cycle.ports.vault, seen))
        for (const auto &[path, entry] : *tree)
            known.insert(entry.blob);
    for (const auto &[page, blob] : m_cycle.merge.mainBlobs) {
        if (known.contains(blob)) continue;
        TRY_ASSIGN(const std::set<AttachmentId> *const references, referencesOf(page));
        for (const AttachmentId &id : *references)
            m_due.emplace(id, page);
    }
    return {};
}

Result<const std::set<AttachmentId> *> AttachmentAgenda::referencesOf(const PageId &page) {
    const auto [at, isNew] = m_references.try_emplace(page);
    const auto blob = m_cycle.merge.mainBlobs.find(page);
    if (!isNew || blob == m_cycle.merge.mainBlobs.end()) return &at->second;
    TRY_ASSIGN(const std::string text, m_cycle.ports.vault.text(blob->second));
    for (const AttachmentId &id : attachmentsIn(text))
        at->second.insert(id);
    return &at->second;
}

Result<bool> AttachmentAgenda::refers(const PageId &page, const AttachmentId &attachment) {
    TRY_ASSIGN(const std::set<AttachmentId> *const references, referencesOf(page));
    return references->contains(attachment);
}

}  // namespace wikivault
