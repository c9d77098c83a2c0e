#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace wikivault::markdown {

/// A line of a body after its containers' prefixes were taken off.
struct BodyLine {
    std::string text;         ///< without its line end; leading tabs that a container cut are spaces
    std::size_t begin = 0, end = 0;  ///< byte range of the whole line in the body, without its line end
    bool lazy = false;        ///< continues a paragraph without the container's prefix
};
using BodyLines = std::vector<BodyLine>;

[[nodiscard]] BodyLines splitLines(std::string_view body);
/// Columns of white space at the start; a tab reaches the next multiple of four.
[[nodiscard]] std::size_t indentOf(std::string_view line);
/// The line without its first `columns` columns of white space.
[[nodiscard]] std::string dedented(std::string_view line, std::size_t columns);
/// The line without indentation and trailing blanks.
[[nodiscard]] std::string_view stripped(std::string_view line);

struct ListMarker {
    char family = 0;          ///< `-` for bullets, `1` for numbers; 0: no marker
    char sign = 0;            ///< the bullet, or `.` / `)`
    std::int64_t number = 1;
    std::size_t content = 0;  ///< columns from the line's start to the item's text
    bool isEmpty = false;     ///< nothing stands after the marker
};
[[nodiscard]] ListMarker listMarker(std::string_view line);

struct Fence {
    char sign = 0;  ///< 0: no fence
    std::size_t length = 0, indent = 0;
    std::string info;
};
[[nodiscard]] Fence fenceAt(std::string_view line);
[[nodiscard]] bool closesFence(std::string_view line, const Fence &fence);
/// 1…6, or 0.
[[nodiscard]] int headingLevel(std::string_view line);
[[nodiscard]] bool isRule(std::string_view line);
/// `word` of `:::word`, or "".
[[nodiscard]] std::string_view colonWord(std::string_view line);

}  // namespace wikivault::markdown
