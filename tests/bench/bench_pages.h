#pragma once

#include "engine/adapters/sql/embedded_wiki.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace wikivault::bench {

/// A body of about 4 KB of ProseMirror JSON as an editor stores it: headings, marked text, lists, a task list, a table,
/// a callout, code. Equal arguments give equal bytes; `lastWords` ends the last paragraph.
[[nodiscard]] std::string pageContent(std::uint32_t page, std::string_view lastWords);

/// One space with `count` pages in a tree one to five levels deep.
[[nodiscard]] sql::EmbeddedContent makeWiki(int count);
/// Many spaces with pages of one line each.
[[nodiscard]] sql::EmbeddedContent makeSpaces(int spaces, int pagesEach);

}  // namespace wikivault::bench
