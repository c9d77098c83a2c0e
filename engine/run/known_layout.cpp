#include "engine/run/known_layout.h"

#include "engine/core/page_path.h"

#include <algorithm>

namespace wikivault {

namespace {

/// In everything a layout depends on.
bool isSame(const PageRow &a, const PageRow &b) {
    return a.id == b.id && a.slugId == b.slugId && a.title == b.title && a.parent == b.parent && a.isBase == b.isBase;
}

}  // namespace

std::map<PageId, std::string> KnownLayout::of(std::vector<PageRow> rows, std::map<PageId, std::string> current) {
    if (!std::ranges::equal(rows, m_rows, isSame) || current != m_current) {
        m_paths = layoutPages(rows, current);
        m_rows = std::move(rows);
        m_current = std::move(current);
    }
    return m_paths;
}

}  // namespace wikivault
