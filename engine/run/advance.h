#pragma once

#include "engine/run/commits.h"

/// Refs of a cycle: what recordCapture(), recordMerge() and recordPush() move.
namespace wikivault {

struct MirrorTips {
    std::optional<CommitId> agreed;  ///< what main merges
    std::optional<CommitId> tip;     ///< agreed, or the held commit on top of it
};

/// Moves the records, then main's and the mirror's refs together with the epoch, then writes the files out.
struct Advance {
    std::optional<CommitId> main, mirror;
    VaultTree mainTree;
    std::vector<RefMove> records;     ///< of a merge that is made again where a crash comes before the rest
    std::vector<RefMove> withMain;    ///< move only when main does
    std::vector<RefMove> beforeMain;  ///< the work-tree ref; means nothing unless main follows
    std::vector<RefMove> afterMain;   ///< may move once main surely has: a crash before that needs them as they were
};

/// What refs/wikivault/worktree says the engine left on disk.
Result<VaultTree> publishedTree(Vault &vault, std::optional<CommitId> tip, const std::optional<CommitId> &main);

Result<> advanceVault(Cycle &cycle, const Advance &advance);

}  // namespace wikivault
