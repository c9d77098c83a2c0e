#pragma once

#include "tests/rig/mem_disk.h"
#include "tests/rig/mem_state.h"
#include "tests/rig/persons_git.h"

#include <vector>

namespace wikivault::rig {

/// Plain git over a MemRepo and a MemDisk. It merges path by path and line by line and knows no renames.
class MemGit final : public PersonsGit {
public:
    MemGit(MemRepo &repo, MemDisk &disk, const StillClock &clock) : m_repo(repo), m_disk(disk), m_clock(clock) {}
    void commitAll() override;
    void revertLast() override;
    void resetLast() override;
    void squash() override;
    [[nodiscard]] bool isAway() override { return m_disk.head != HeadState::OnMain; }
    [[nodiscard]] bool isMerging() override { return m_merging.has_value(); }
    void leaveMain(Uncommitted what, bool anew) override;
    void backToMain(Uncommitted what) override;
    void merge(const Merging &merging) override;
    void endMerge(bool finish) override;
    void rebase(Take take) override;
    void stash(bool withUntracked) override;
    void unstash(Take take) override;
    bool followWithMirror() override;
    [[nodiscard]] std::vector<CommitId> shelved() const;

private:
    [[nodiscard]] bool isFree() const { return !m_disk.indexLocked && !m_merging; }
    [[nodiscard]] const char *branch() const;
    [[nodiscard]] std::optional<CommitId> head() const { return m_repo.tip(branch()); }
    [[nodiscard]] std::optional<CommitId> parentOfHead() const;
    [[nodiscard]] bool isAPersons(const CommitId &commit) const;
    [[nodiscard]] VaultTree treeOnDisk();
    [[nodiscard]] VaultTree tracked(const VaultTree &onDisk) const;
    void commit(const VaultTree &tree, std::vector<CommitId> parents);
    CommitId newCommit(const VaultTree &tree, const std::vector<CommitId> &parents);
    void checkOut();
    /// Index and files from one tree to another as `git checkout` does it; false: something that nobody committed is
    /// in the way.
    bool switchTree(const VaultTree &from, const VaultTree &to);
    bool mergeOnce(const Merging &merging);
    [[nodiscard]] std::vector<CommitId> localCommits() const;  ///< newest first

    MemRepo &m_repo;
    MemDisk &m_disk;
    const StillClock &m_clock;
    std::optional<CommitId> m_merging;  ///< MERGE_HEAD
    VaultTree m_staged;                 ///< what the open merge left in index and files
};

}  // namespace wikivault::rig
