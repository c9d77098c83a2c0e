#pragma once

#include "engine/run/page_index.h"

#include <deque>
#include <utility>

namespace wikivault {

/// Indexes of plain trees: every page file has an id of its own, and nothing is wrong with any. Such an index says the
/// same whatever base it is read against, and a tree that differs little has one that differs little.
class IndexMemory {
public:
    /// Nothing: the tree has to be read as a whole.
    Result<std::optional<PageIndex>> find(const VaultTree &tree, FileReader &files);
    /// Keeps it if it is plain.
    void keep(const VaultTree &tree, const PageIndex &index);

private:
    std::deque<std::pair<VaultTree, PageIndex>> m_plain;  ///< newest first
};

}  // namespace wikivault
