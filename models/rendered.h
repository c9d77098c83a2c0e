#pragma once

#include <QString>

#include <array>
#include <optional>
#include <string>
#include <vector>

namespace wikivault {

/// Blocks of one page, or of two or three that face each other, as the safe HTML of renderHtml().
struct RenderedRow {
    bool equal = true;
    std::array<std::optional<QString>, 3> cells;  ///< nothing: that page has no such block
};

struct Rendered {
    std::vector<RenderedRow> rows;
    bool cut = false;  ///< the pages are longer than what is shown
};

/// One, two (wiki, git) or three (wiki, base, git) page files as a reader sees them. Bounded, but long: call it on a
/// worker.
[[nodiscard]] Rendered renderFiles(const std::vector<std::string> &files);

}  // namespace wikivault
