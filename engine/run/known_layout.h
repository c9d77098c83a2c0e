#pragma once

#include "engine/core/page.h"

#include <deque>
#include <map>
#include <string>
#include <vector>

namespace wikivault {

/// Equal stamps, equal layouts: of everything that layoutPages() goes by.
[[nodiscard]] std::string layoutStamp(const std::vector<PageRow> &rows, const std::map<PageId, std::string> &current);

/// layoutPages() that remembers its last answers: main and the mirror are laid out several times in a cycle, mostly
/// from the same rows.
class KnownLayout {
public:
    [[nodiscard]] std::map<PageId, std::string> of(std::vector<PageRow> rows, std::map<PageId, std::string> current);

private:
    struct Known {
        std::vector<PageRow> rows;  ///< by id
        std::map<PageId, std::string> current, paths;
    };
    std::deque<Known> m_known;  ///< newest first
};

}  // namespace wikivault
