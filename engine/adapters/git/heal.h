#pragma once

#include "engine/adapters/git/object_store.h"
#include "engine/ports/work_tree.h"

#include <vector>

namespace wikivault::git {

/// Repairs of a vault's files and refs at the start of a cycle (engine.md section 8). Whatever is taken away is moved
/// to `.git/wikivault/set-aside`, never deleted.
class Healer {
public:
    Healer(ObjectStore &store, WorkTree &workTree) : m_store(store), m_workTree(workTree) {}
    [[nodiscard]] Result<std::vector<Item>> run();

private:
    ObjectStore &m_store;
    WorkTree &m_workTree;
    std::vector<Item> m_items;
};

}  // namespace wikivault::git
