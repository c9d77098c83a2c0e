#pragma once

#include "engine/adapters/git/disk_contents.h"
#include "engine/adapters/git/object_store.h"
#include "engine/adapters/git/publish_note.h"
#include "engine/adapters/git/stat_cache.h"
#include "engine/ports/work_tree.h"

#include <memory>
#include <unordered_set>

namespace wikivault::git {

class GitWorkTree final : public WorkTree {
public:
    explicit GitWorkTree(std::shared_ptr<ObjectStore> store);
    Result<HeadState> headState() override;
    Result<DiskScan> scan(const VaultTree &published, std::stop_token stop) override;
    Result<std::string> stamp(std::stop_token stop) override;
    Result<VaultTree> indexed() override;
    Result<std::unique_ptr<IndexGuard>> lockIndex() override;
    Result<PublishReport> publish(const VaultTree &published, const VaultTree &target,
                                  std::unique_ptr<IndexGuard> guard) override;
    Result<> endPublish() override;
    Result<std::vector<Item>> heal() override;

private:
    void compareFile(Beneath &root, const DiskFile &file, const VaultTree &published, DiskScan &scan);
    void findMissing(const VaultTree &published, const DiskListing &listing, DiskScan &scan);
    /// What stamp() has just seen, unless files seem to be gone: a deletion has to be seen now.
    [[nodiscard]] Result<DiskListing> listing(const Beneath &root, const VaultTree &published, std::stop_token stop);
    void addChange(const std::string &path, const std::optional<TreeEntry> &before, const std::optional<TreeEntry> &now,
                   DiskScan &scan) const;
    /// Takes up what an interrupted publish left, while the worktree ref is where it started from.
    [[nodiscard]] Result<> takeUpNote();
    [[nodiscard]] Result<CommitId> workTreeTip() const;

    std::shared_ptr<ObjectStore> m_store;
    StatCache m_cache;
    DiskContents m_contents;
    std::optional<PublishNote> m_note;
    std::unordered_set<std::string> m_captured;  ///< paths the last scan found deleted
    std::optional<DiskListing> m_seen;           ///< by stamp(), every file
    struct LevelIndex {
        DiskStamp stamp;
        VaultTree published, target;
        std::unordered_set<std::string> deleted;
        friend bool operator==(const LevelIndex &, const LevelIndex &) = default;
    };
    std::optional<LevelIndex> m_level;  ///< the index as the last publish left it, and what it was made equal to
};

/// The work tree of an opened vault.
[[nodiscard]] std::unique_ptr<WorkTree> makeWorkTree(std::shared_ptr<ObjectStore> store);

}  // namespace wikivault::git
