#pragma once

#include "engine/run/attachment_records.h"
#include "engine/run/cycle.h"

#include <map>
#include <set>

namespace wikivault {

/// An attachment of the vault on main.
struct AttachmentFile {
    std::string path;
    TreeEntry entry;
};

/// What of a vault's attachments may have something to do, told without asking the wiki.
class AttachmentAgenda {
public:
    AttachmentAgenda(Cycle &cycle, const AttachmentBases &bases) : m_cycle(cycle), m_bases(bases) {}
    /// `before`: as the last look left it.
    Result<> look(const AttachmentMemory &before);

    [[nodiscard]] const std::map<AttachmentId, PageId> &due() const { return m_due; }
    [[nodiscard]] const std::map<AttachmentId, AttachmentFile> &files() const { return m_files; }
    /// Files that the wiki has not got, by path.
    [[nodiscard]] const std::map<std::string, AttachmentPlace> &newFiles() const { return m_newFiles; }
    /// The page's text refers to it.
    Result<bool> refers(const PageId &page, const AttachmentId &attachment);

private:
    void listFiles();
    Result<> addReferences(const std::optional<CommitId> &seen);
    Result<const std::set<AttachmentId> *> referencesOf(const PageId &page);

    Cycle &m_cycle;
    const AttachmentBases &m_bases;
    std::map<AttachmentId, PageId> m_due;
    std::map<AttachmentId, AttachmentFile> m_files;
    std::map<std::string, AttachmentPlace> m_newFiles;
    std::map<PageId, std::set<AttachmentId>> m_references;
};

}  // namespace wikivault
