#pragma once

#include "engine/core/merge/merge_text.h"
#include "engine/run/cycle.h"
#include "engine/run/disk_changes.h"

namespace wikivault {

/// Takes what people did to the files over into main, page by page: the tree the engine left on disk is the base, main
/// is one side, the disk the other.
Result<> captureFiles(Cycle &cycle, const std::vector<DiskChange> &changes);

/// What the capture set back counts as agreed from here on.
void setBaseBack(VaultState &vault);

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
    Result<> putAside(const std::string &path, const BlobId &blob);
    /// `disk` says which page the disk has at a path.
    void apply(const PageIndex &disk);

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
    [[nodiscard]] bool hidesUnseen(const Put &put) const;
    [[nodiscard]] bool belongsHere(const PageIndex &disk, const Put &put) const;

    Cycle &m_cycle;
    std::set<std::string> m_removals;
    std::vector<Put> m_puts;
    std::vector<std::pair<std::string, TreeEntry>> m_asides;
    std::vector<PageIndex> m_earlier;  ///< main as it was lately, newest first
};

/// The vault's files on disk, as the engine left them and as they are.
struct DiskSides {
    VaultTree tree;  ///< as they are
    PageIndex left, now;
};

/// Files on disk that main has at another place, because a run that was cut off took them there.
class MainTwins {
public:
    MainTwins(Cycle &cycle, const std::vector<DiskChange> &changes, const DiskSides &sides, MainEdits &edits)
        : m_cycle(cycle),
          m_changes(changes),
          m_sides(sides),
          m_edits(edits) {}

    /// Of files with one id, and the page elsewhere by now, the one that was the page is it.
    Result<> settleRivals(PageIndex &index);
    /// What was a copy of a page when the engine last was here is no more than that, whichever file with the id is
    /// gone.
    void keepCopies(PageIndex &index, const PageIndex &last) const;
    /// A file without an id that a cut-off run left where a page was to go, whose own file stood elsewhere, is not that
    /// page.
    Result<> forgetPlaced(PageIndex &left);
    /// Files without an id that main has given theirs since are those pages; a crash kept the id from the disk, so no
    /// other file there has it.
    Result<> nameLeft(PageIndex &left);
    /// Where main has, since, a file without an id that somebody edits at its old place; "" when it has not.
    Result<std::string> whereMainTookIt(const DiskChange &change);
    /// A file without an id that main took elsewhere since, and its person as well.
    Result<> removeTwinOfMoved(const DiskChange &change);
    /// The page whose file the engine took elsewhere while somebody was writing in it here. `taken`: paths whose page
    /// was dealt with.
    Result<std::optional<PageId>> leftBehind(const DiskChange &change, const std::set<std::string> &taken);
    /// Files a cut-off run was still to replace: what somebody wrote in them since is an edit of their page, wherever
    /// that is by now. `taken`: their paths are dealt with.
    Result<> takeOld(std::set<std::string> &taken);
    /// A file without an id that a person moved before the engine knew that it stood there: committed, or put there by
    /// a run that was cut off.
    Result<> removeMovedTwin(const std::string &path, const TreeEntry &now);

private:
    Result<std::set<PageId>> namedOnDisk();
    Result<std::optional<PageId>> namedBy(const PageIndex &left, const LooseFile &file, const std::set<PageId> &onDisk);
    [[nodiscard]] bool standsOnDisk(const LooseFile &file) const;
    Result<bool> wentFromDisk(const BlobId &blob);
    Result<bool> removeSwappedTwin(const std::string &path, const TreeEntry &now);

    Cycle &m_cycle;
    const std::vector<DiskChange> &m_changes;
    const DiskSides &m_sides;
    MainEdits &m_edits;
};

}  // namespace wikivault
