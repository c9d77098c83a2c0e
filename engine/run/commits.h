#pragma once

#include "engine/run/cycle.h"

/// The engine's commits: how they are made, and told from people's.
namespace wikivault {

inline constexpr const char *kMergeSubject = "Merge branch 'docmost'";

[[nodiscard]] CommitInfo engineCommit(const Cycle &cycle, const std::string &subject);
Result<CommitId> commitTree(Cycle &cycle, const VaultTree &tree, std::vector<CommitId> parents,
                            const std::string &subject);
[[nodiscard]] std::string syncSubject(const VaultTree &before, const VaultTree &after);

/// The files of a commit; of none, none.
Result<VaultTree> treeAt(Vault &vault, const std::optional<CommitId> &commit);
/// Its pages; of none, none.
Result<PageIndex> pagesAt(Cycle &cycle, const std::optional<CommitId> &commit);

/// Of the one that a merge went on from; nothing above a first commit.
[[nodiscard]] std::optional<CommitId> firstParent(const CommitFacts &facts);
/// Told by its trailer: a person without a name in git commits under the one of the vault's configuration.
[[nodiscard]] bool isMadeByEngine(const CommitFacts &facts);
/// What the engine found in the work tree.
[[nodiscard]] bool isCapture(const CommitInfo &info);
/// A commit of the mirror. A person's is none, whatever it is called or descends from: what it holds the wiki has yet
/// to see.
[[nodiscard]] bool isOfTheWiki(const CommitInfo &info);

}  // namespace wikivault
