#pragma once

#include "engine/run/cycle.h"

/// Commits and refs of a cycle: what recordCapture(), recordMerge() and recordPush() are made of.
namespace wikivault {

inline constexpr const char *kMergeSubject = "Merge branch 'docmost'";

[[nodiscard]] CommitInfo engineCommit(const Cycle &cycle, const std::string &subject);
Result<CommitId> commitTree(Cycle &cycle, const VaultTree &tree, std::vector<CommitId> parents,
                            const std::string &subject);
[[nodiscard]] std::string syncSubject(const VaultTree &before, const VaultTree &after);

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

/// The files of a commit; of none, none.
Result<VaultTree> treeAt(Vault &vault, const std::optional<CommitId> &commit);
/// Its pages; of none, none.
Result<PageIndex> pagesAt(Cycle &cycle, const std::optional<CommitId> &commit);
/// Told by its trailer: a person without a name in git commits under the one of the vault's configuration.
[[nodiscard]] bool isMadeByEngine(const CommitFacts &facts);
/// What the engine found in the work tree.
[[nodiscard]] bool isCapture(const CommitInfo &info);
/// A commit of the mirror. A person's is none, whatever it is called or descends from: what it holds the wiki has yet
/// to see.
[[nodiscard]] bool isOfTheWiki(const CommitInfo &info);

/// What refs/wikivault/worktree says the engine left on disk.
Result<VaultTree> publishedTree(Vault &vault, std::optional<CommitId> tip, const std::optional<CommitId> &main);

Result<> advanceVault(Cycle &cycle, const Advance &advance);

}  // namespace wikivault
