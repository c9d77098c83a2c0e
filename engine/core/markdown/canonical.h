#pragma once

#include "engine/core/markdown/node.h"

#include <string>
#include <string_view>
#include <vector>

/// What two documents have to share to be the same document.
namespace wikivault::markdown {

/// Whether an attribute is what a person's file adds to a node: how it was written (`source`), what stands before
/// and behind it that is no node (`leadingSource`, `trailingSource`), the label of a note, the `info` behind a
/// code block's language. The wiki never sees it.
[[nodiscard]] bool isOfTheFile(std::string_view nodeType, std::string_view name);

/// Whether an attribute says nothing: null, a default of the live schemas, or the id of a block.
[[nodiscard]] bool saysNothing(std::string_view nodeType, std::string_view name, const Value &value);
[[nodiscard]] bool markSaysNothing(std::string_view markType, std::string_view name, const Value &value);

/// Canonical text of an attribute value: members sorted.
void appendCanonical(std::string &out, const Value &value);
[[nodiscard]] std::string canonicalMark(const Mark &mark);

enum class FinalLineFeeds {
    Significant,  ///< of code blocks
    Ignored,      ///< the Markdown form of a code block cannot tell "a" from "a\n"
};
/// Canonical text of sibling nodes; adjacent texts with equal marks count as one.
[[nodiscard]] std::string canonicalNodes(const std::vector<Node> &nodes, FinalLineFeeds lineFeeds);
[[nodiscard]] std::string canonicalNode(const Node &node, FinalLineFeeds lineFeeds);

}  // namespace wikivault::markdown
