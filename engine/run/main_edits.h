#pragma once

#include "engine/core/merge/merge_text.h"
#include "engine/run/cycle.h"

namespace wikivault {

/// A file on disk, with the text its person began with and the page it is, if any.
struct DiskFile {
    BlobId base;
    TreeEntry now;
    std::optional<PageId> page;
};

/// What capture changes in main's tree, all at once at the end: files may have changed places with each other.
class MainEdits {
public:
    explicit MainEdits(Cycle &cycle) : m_cycle(cycle) {}

    /// False: it was to go already.
    bool remove(const std::string &path) { return m_removals.insert(path).second; }
    void replace(const std::string &path, const TreeEntry &entry, const std::optional<PageId> &page = {}) {
        m_puts.push_back({path, entry, page});
    }
    /// Disk and main (at `mainPath`) both changed the file since it was left there: merged. What overlaps with the
    /// wiki's text is a conflict like any other; what overlaps with another edit of git's side is set aside as a file
    /// of its own.
    Result<> put(const std::string &path, const std::string &mainPath, const DiskFile &file);
    /// What main had of the page lately, where that is what the disk has now: nobody edited it since.
    Result<std::optional<BlobId>> earlierText(const PageId &page, const BlobId &now);
    /// Which of these paths main had the page at, lately; "": at none.
    Result<std::string> earlierPlace(const PageId &page, const std::set<std::string> &paths);
    /// Main had this very file there, lately, as that of no page.
    Result<bool> wasLoose(const std::string &path, const BlobId &blob);
    Result<> putAside(const std::string &path, const BlobId &blob);
    /// The two say which page stood at a path when the engine left, and which stands there now.
    void apply(const PageIndex &left, const PageIndex &disk);

private:
    Result<PageIndex> indexOf(const CommitId &commit);
    Result<> readEarlier();
    Result<> mergeOverCommonTexts(const DiskFile &file, const std::string &ours, merge::MergedBody &merged);
    Result<bool> setBack(const DiskFile &file, const BlobId &main);
    Result<std::optional<IndexedPage>> agreedBefore(const DiskFile &file, const BlobId &main);
    Result<std::optional<IndexedPage>> forkOf(const DiskFile &file, const BlobId &main);
    struct Put {
        std::string path;
        TreeEntry entry;
        std::optional<PageId> page;
    };
    [[nodiscard]] bool hidesUnseen(const PageIndex &left, const Put &put) const;
    [[nodiscard]] bool belongsHere(const PageIndex &disk, const Put &put) const;

    Cycle &m_cycle;
    std::set<std::string> m_removals;
    std::vector<Put> m_puts;
    std::vector<std::pair<std::string, TreeEntry>> m_asides;
    std::vector<PageIndex> m_earlier;  ///< main as it was lately, newest first
};

}  // namespace wikivault
