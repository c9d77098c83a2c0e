#pragma once

#include "engine/core/result.h"
#include "engine/core/vault_tree.h"

#include <string>
#include <string_view>

/// Commit objects as git stores them. Written by hand: libgit2's git_commit_create() reports success on a full disk.
namespace wikivault::git {

/// The author is the committer; the message ends with exactly one line feed.
[[nodiscard]] std::string printCommit(const CommitFacts &facts);
/// The message comes back without the line feeds at its end. Corrupt: no commit.
[[nodiscard]] Result<CommitFacts> parseCommit(std::string_view text);

}  // namespace wikivault::git
