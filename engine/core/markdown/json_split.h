#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wikivault::markdown {

/// A document's JSON, taken apart so that its blocks can be parsed one by one: the tables of a parser are several times
/// the size of what it parses.
struct SplitDocument {
    std::string shell;                      ///< the document without its blocks
    std::vector<std::string_view> content;  ///< the JSON of each block
};
/// Nothing when `json` is not plainly an object with one array of objects called `content`. Checks neither shell nor
/// blocks.
[[nodiscard]] std::optional<SplitDocument> splitDocument(std::string_view json);

}  // namespace wikivault::markdown
