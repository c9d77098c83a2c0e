#pragma once

#include "engine/core/page.h"

#include <map>
#include <string>
#include <vector>

namespace wikivault {

/// layoutPages() that remembers its last answer: the mirror is laid out several times in a cycle, mostly from the same
/// rows.
class KnownLayout {
public:
    [[nodiscard]] std::map<PageId, std::string> of(std::vector<PageRow> rows, std::map<PageId, std::string> current);

private:
    std::vector<PageRow> m_rows;
    std::map<PageId, std::string> m_current, m_paths;
};

}  // namespace wikivault
