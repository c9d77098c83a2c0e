#pragma once

#include "engine/adapters/git/git_refs.h"
#include "engine/adapters/git/object_store.h"
#include "engine/ports/work_tree.h"

#include <cstdint>
#include <string>

namespace wikivault::git {

/// Every file of a commit.
[[nodiscard]] Result<VaultTree> treeOfCommit(ObjectStore &store, const CommitId &commit);

/// Ends what another engine or a person left half-way in the work tree, after index and files were committed to
/// `refs/wikivault/rescue/<time>`. Each step answers with a sentence about what it did, or with nothing.
class LeftoverMerge {
public:
    LeftoverMerge(ObjectStore &store, WorkTree &workTree) : m_store(store), m_workTree(workTree), m_refs(store) {}
    /// A merge of `docmost` that the Node engine began, older than `ageNs`, with no living git process.
    [[nodiscard]] Result<std::string> endNodeMerge(std::int64_t ageNs);
    /// A detached HEAD that stands on `main`'s tip.
    [[nodiscard]] Result<std::string> attachHead();

private:
    struct Rescue {
        std::string ref;  ///< empty: there was nothing to keep
        VaultTree head;
        DiskScan disk;
    };
    [[nodiscard]] Result<bool> isNodeLeftover(std::int64_t ageNs, const CommitId &main);
    [[nodiscard]] Result<Rescue> rescue(const CommitId &main);
    [[nodiscard]] Result<VaultTree> stagedFiles() const;
    [[nodiscard]] Result<> storeRescue(const CommitId &main, const VaultTree &staged, Rescue &rescue);
    [[nodiscard]] Result<bool> restoreFiles(const Rescue &rescue, const VaultTree &merged);

    ObjectStore &m_store;
    WorkTree &m_workTree;
    GitRefs m_refs;
};

}  // namespace wikivault::git
