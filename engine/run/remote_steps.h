#pragma once

#include "engine/run/cycle.h"

/// A space that follows a branch of a git server: the remote's steps of a cycle. Whatever goes wrong with the remote is
/// the remote's problem: it is noted at the end, and wiki and vault go on.
namespace wikivault {

/// Asks the server, brings what is new there into the vault's objects, and decides whether it may be merged.
Result<> fetchRemote(Cycle &cycle);
/// What people pushed becomes part of main, page by page, as if they had changed the files here.
Result<> mergeRemote(Cycle &cycle);
/// Reads RemoteState::past.
Result<> readCommonPast(Cycle &cycle);
/// Texts of a page that main and the fetched main may both have begun with, where the one git names does not do: best
/// first.
[[nodiscard]] Result<std::vector<std::string>> commonTexts(Cycle &cycle, const PageId &page);
/// Pages that another console has exchanged with the wiki since our last run: what both sides agreed on is as that
/// console left it.
Result<> takeOtherMirrors(Cycle &cycle);
/// Where others were faster before: main goes to the server as soon as theirs is merged, so that nothing but the merge
/// stands between what they pushed and our push.
Result<> pushAtOnce(Cycle &cycle);
/// Main goes to the server, and what became of the remote is noted and remembered.
Result<> pushRemote(Cycle &cycle);

/// In the vault's cache: RemoteStatus.
inline constexpr const char *kRemoteStatus = "remote";
[[nodiscard]] std::string printRemoteStatus(const RemoteStatus &status);
/// A status of another address or branch is none.
[[nodiscard]] RemoteStatus parseRemoteStatus(const std::string &text, const RemoteSpec &spec);
/// `what`: the rest of a sentence that begins with the branch.
[[nodiscard]] RemoteProblem branchProblem(const RemoteSpec &spec, RemoteFault fault, const std::string &what);
void noteProblem(RemoteStatus &status, const RemoteProblem &problem, TimePoint now);
void clearProblem(RemoteStatus &status);
/// What is wrong with a branch that was at `agreed` and is at `seen`: gone, or rewritten.
[[nodiscard]] Result<std::optional<RemoteProblem>> breakIn(Vault &vault, const RemoteSpec &spec, const CommitId &agreed,
                                                           const std::optional<CommitId> &seen);
/// Where this vault and that branch agreed last.
[[nodiscard]] std::string remoteRef(const RemoteSpec &spec);

}  // namespace wikivault
