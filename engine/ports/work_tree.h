#pragma once

#include "engine/core/report.h"
#include "engine/core/result.h"
#include "engine/core/vault_tree.h"

#include <map>
#include <memory>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace wikivault {

/// What a person is doing with git in the vault right now.
enum class HeadState {
    OnMain,            ///< HEAD is attached to main and nothing is in progress: the engine may act
    OtherBranch,       ///< a person checked out something else
    OperationPending,  ///< merge, rebase, cherry-pick or another sequencer is in progress
};

/// A path whose disk content differs from the tree the engine last left there.
struct DiskChange {
    std::string path;
    std::optional<TreeEntry> before, now;  ///< now: the disk's content, already stored in the vault as a blob
};

using PathStates = std::map<std::string, std::optional<TreeEntry>>;  ///< path → its file, or nothing

struct DiskScan {
    std::vector<DiskChange> changes;  ///< page files and tracked files only
    PathStates finished;              ///< what an interrupted publish did put there, though `published` does not say so
    PathStates interrupted;           ///< what it was to put, or to remove, and that is not so
    int filesExamined = 0;
    int untrackedIgnored = 0;  ///< untracked files that are not page files
    std::vector<std::string> unreadable;
};

/// Holds `.git/index.lock`; the destructor gives it up without changing the index.
class IndexGuard {
public:
    virtual ~IndexGuard() = default;
};

struct PublishReport {
    VaultTree onDisk;                    ///< what now stands on disk, path by path: the next refs/wikivault/worktree
    std::vector<std::string> leftAlone;  ///< changed since the scan; captured next time
    std::vector<std::string> blocked;    ///< occupied by something untracked
};

/// The files people edit, beside the object database. One instance belongs to one thread. Follows no symlink, runs no
/// hook, filter or attribute, writes beneath the vault only.
class WorkTree {
public:
    virtual ~WorkTree() = default;
    virtual Result<HeadState> headState() = 0;
    /// Compares the disk with `published` by stat data first (cached) and content second. Stores new contents as blobs.
    virtual Result<DiskScan> scan(const VaultTree &published, std::stop_token stop) = 0;
    /// Moves with every name, size and time of what is on disk, `.git` left out. Empty: something cannot be read, or is
    /// so fresh that another write might not show.
    virtual Result<std::string> stamp(std::stop_token stop) = 0;
    /// What git's index says is checked out.
    virtual Result<VaultTree> indexed() = 0;
    /// A null pointer: a living process holds the index.
    virtual Result<std::unique_ptr<IndexGuard>> lockIndex() = 0;
    /// Makes the disk and the index equal to `target` wherever they differ from `published`, by temporary file and
    /// rename; a path whose disk content is not `published`'s is left alone. Commits the index through `guard`.
    virtual Result<PublishReport> publish(const VaultTree &published, const VaultTree &target,
                                          std::unique_ptr<IndexGuard> guard) = 0;
    /// `refs/wikivault/worktree` says what is on disk and does not move: what the last publish was about to do is no
    /// longer news.
    virtual Result<> endPublish() = 0;
    /// Repairs of engine.md section 8 that concern files: stale locks set aside, unreadable index rebuilt, zero-length
    /// objects removed, a Node engine's leftover merge ended after a rescue commit. Each is an item (Action::Heal).
    virtual Result<std::vector<Item>> heal() = 0;
};

/// An opened vault: both views of one repository.
class Vault;
struct OpenedVault {
    std::unique_ptr<Vault> vault;
    std::unique_ptr<WorkTree> workTree;  ///< null for a scratch vault that does not exist on disk
    bool created = false;
    std::string id = {};  ///< uuid of the vault; "" for a scratch vault that has none
};

}  // namespace wikivault
