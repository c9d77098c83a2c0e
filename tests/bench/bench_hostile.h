#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace wikivault::bench {

/// Markdown made to be slow to read. `make(n)` gives about `n` of what its name says.
struct HostileText {
    const char *name;
    std::size_t size;  ///< n that takes a noticeable while
    std::string (*make)(std::size_t n);
};
[[nodiscard]] const std::vector<HostileText> &hostileTexts();

/// ProseMirror JSON made to be slow to print.
[[nodiscard]] const std::vector<HostileText> &hostileDocuments();

}  // namespace wikivault::bench
