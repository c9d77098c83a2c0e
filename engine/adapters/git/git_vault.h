#pragma once

#include "engine/adapters/git/git_refs.h"
#include "engine/adapters/git/tree_memory.h"
#include "engine/ports/vault.h"

namespace wikivault::git {

class GitVault final : public Vault {
public:
    explicit GitVault(std::shared_ptr<ObjectStore> store);
    Result<std::optional<CommitId>> tip(const std::string &ref) override;
    Result<CommitFacts> commitFacts(const CommitId &commit) override;
    Result<VaultTree> tree(const TreeId &tree) override;
    Result<std::string> text(const BlobId &blob) override;
    Result<BlobId> storeText(std::string_view text) override;
    Result<TreeId> storeTree(const VaultTree &files) override;
    Result<CommitId> storeCommit(const CommitFacts &facts) override;
    Result<> flush() override;
    Result<> moveRefs(const std::vector<RefMove> &moves) override;
    Result<std::optional<CommitId>> mergeBase(const CommitId &a, const CommitId &b) override;
    Result<bool> isAncestor(const CommitId &ancestor, const CommitId &descendant) override;

private:
    std::shared_ptr<ObjectStore> m_store;
    GitRefs m_refs;
    TreeMemory m_trees;
};

}  // namespace wikivault::git
