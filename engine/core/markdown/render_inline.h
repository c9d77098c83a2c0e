#pragma once

#include "engine/core/markdown/node.h"

#include <string>
#include <string_view>
#include <vector>

/// The parts of renderHtml() that stand in a line.
namespace wikivault::markdown {

/// `& < > "` as references; controls, and what is no text, as U+FFFD; at most `most` bytes, cut between characters.
void appendRenderedText(std::string &out, std::string_view text, std::size_t most);
/// Texts, marks and atoms; false: `most` bytes were not enough.
bool appendRenderedInlines(std::string &out, const std::vector<Node> &nodes, std::size_t most);
/// What stands for a node that has no text of its own: `Image: alt (target)`.
[[nodiscard]] std::string renderedName(const Node &node);
/// A colour as a style sheet names it: a word, `#rrggbb`, `rgb(…)`; never a function that loads.
[[nodiscard]] bool isSafeColor(std::string_view color);

}  // namespace wikivault::markdown
