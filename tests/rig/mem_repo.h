#pragma once

#include "engine/ports/vault.h"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace wikivault::rig {

/// What a repository keeps: objects and refs, and which of the objects would survive a power cut.
struct MemRepo {
    std::map<BlobId, std::string> blobs;
    std::map<TreeId, VaultTree> trees;
    std::map<CommitId, CommitFacts> commits;
    std::map<std::string, CommitId> refs;
    std::set<CommitId> everOnRef;  ///< tips refs ever had: histories people and reflogs know
    int writes = 0;                ///< objects made durable and refs moved

    [[nodiscard]] std::optional<CommitId> tip(const std::string &ref) const;
    [[nodiscard]] VaultTree treeAt(const std::optional<CommitId> &commit) const;
    BlobId addBlob(const std::string &text);
    CommitId addCommit(const VaultTree &tree, const std::vector<CommitId> &parents, const CommitInfo &info);
    void moveRef(const std::string &ref, const std::optional<CommitId> &to);
    [[nodiscard]] std::set<CommitId> ancestors(const CommitId &of) const;  ///< itself included
};

/// A vault over a MemRepo. Objects are buffered until flush(); a crash loses the buffer.
class MemVault final : public Vault {
public:
    explicit MemVault(MemRepo &repo, bool scratch = false);
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
    /// Order in which refs of one move are renamed one after the other; git knows no order.
    void shuffleMoves(unsigned seed) { m_shuffle = seed; }

private:
    [[nodiscard]] std::set<CommitId> ancestors(const CommitId &of);

    MemRepo &m_repo;
    bool m_scratch;
    unsigned m_shuffle = 0;
    MemRepo m_buffer;                                          ///< objects not yet durable
    std::map<std::string, std::optional<CommitId>> m_overlay;  ///< refs a scratch vault moved
};

}  // namespace wikivault::rig
