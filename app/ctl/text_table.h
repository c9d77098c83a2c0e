#pragma once

#include <string>
#include <vector>

namespace wikivault::ctl {

/// Columns aligned by characters, two blanks apart; the last column is never padded.
[[nodiscard]] std::string textTable(const std::vector<std::string> &heads,
                                    const std::vector<std::vector<std::string>> &rows);

}  // namespace wikivault::ctl
