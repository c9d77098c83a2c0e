#include "engine/adapters/git/heal.h"

namespace wikivault::git {

Result<std::vector<Item>> Healer::run() {
    (void)m_store;
    (void)m_workTree;
    return std::move(m_items);
}

}  // namespace wikivault::git
