#pragma once

#include "engine/run/disk_changes.h"
#include "engine/run/main_edits.h"

namespace wikivault {

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
    /// A page's file that lost its id, which main has given back to it and a crash has not, is the page; a copy that
    /// has the id is none.
    Result<> nameUnnamed(PageIndex &left);
    /// A file without an id that a cut-off run left where a page was to go, which had no file or another, is not it.
    Result<> forgetPlaced(PageIndex &left);
    /// Files without an id that main has given theirs since are those pages; a crash kept the id from the disk, so no
    /// other file there has it.
    Result<> nameLeft(PageIndex &left);
    /// The same for those that are not on disk any more.
    Result<> nameGone(PageIndex &unseen);
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
