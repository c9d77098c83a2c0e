#pragma once

#include "engine/adapters/git/git_refs.h"
#include "engine/adapters/git/object_store.h"
#include "engine/ports/work_tree.h"

#include <vector>

namespace wikivault::git {

/// Repairs of a vault's files and refs at the start of a cycle (engine.md section 8). Whatever is taken away is moved
/// to `.git/wikivault/set-aside` first.
class Healer {
public:
    Healer(ObjectStore &store, WorkTree &workTree) : m_store(store), m_workTree(workTree), m_refs(store) {}
    [[nodiscard]] Result<std::vector<Item>> run();
    /// Of processes that are gone, ours at once and others when they are old.
    [[nodiscard]] Result<> setLocksAside();

private:
    [[nodiscard]] Result<> sweepObjects();
    [[nodiscard]] Result<> repairPackedRefs();
    [[nodiscard]] Result<> repairRefFiles();
    [[nodiscard]] Result<> restoreRef(const std::string &ref);
    [[nodiscard]] Result<> restoreBranches();
    [[nodiscard]] Result<> repairHead();
    [[nodiscard]] Result<> repairIndex();
    [[nodiscard]] Result<> endLeftovers();
    [[nodiscard]] Result<> clearTemporaries();
    /// Moves a file below `.git` to the set-aside directory and notes why.
    [[nodiscard]] Result<> setAside(const std::string &name, const std::string &why);
    void note(const std::string &name, const std::string &what);

    ObjectStore &m_store;
    WorkTree &m_workTree;
    GitRefs m_refs;
    std::vector<Item> m_items;
};

}  // namespace wikivault::git
