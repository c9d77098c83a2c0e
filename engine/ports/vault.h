#pragma once

#include "engine/core/result.h"
#include "engine/core/vault_tree.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wikivault {

/// The object database and refs of one vault; no work tree. One instance belongs to one thread.
/// Objects are buffered and become durable as one fsynced pack in flush(); moveRefs() flushes first.
/// A scratch vault keeps objects and ref moves in memory and leaves the disk untouched.
class Vault {
public:
    virtual ~Vault() = default;
    virtual Result<std::optional<CommitId>> tip(const std::string &ref) = 0;
    virtual Result<CommitFacts> commitFacts(const CommitId &commit) = 0;
    /// Reads the whole tree, iteratively and bounded (250 000 entries, depth 64); Corrupt beyond that or for names that
    /// could leave the vault.
    virtual Result<VaultTree> tree(const TreeId &tree) = 0;
    virtual Result<std::string> text(const BlobId &blob) = 0;
    virtual Result<BlobId> storeText(std::string_view text) = 0;
    /// Writes the trees for `files`, reusing what exists.
    virtual Result<TreeId> storeTree(const VaultTree &files) = 0;
    virtual Result<CommitId> storeCommit(const CommitFacts &facts) = 0;
    /// Everything stored so far is on disk and was read back.
    virtual Result<> flush() = 0;
    /// All or none, as far as git can: every ref is locked and compared before the first moves, then read back.
    /// Conflict: one of them is not where `from` says. Unavailable: another process holds a ref's lock.
    virtual Result<> moveRefs(const std::vector<RefMove> &moves) = 0;
    virtual Result<std::optional<CommitId>> mergeBase(const CommitId &a, const CommitId &b) = 0;
    virtual Result<bool> isAncestor(const CommitId &ancestor, const CommitId &descendant) = 0;
};

}  // namespace wikivault
