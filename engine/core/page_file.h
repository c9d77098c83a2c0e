#pragma once

#include "engine/core/ids.h"

#include <optional>
#include <string>
#include <string_view>

namespace wikivault {

/// A page file taken apart; `format.md` section 1 and issue text "Page file". Reading never fails: a frontmatter that
/// is not a strict, small YAML mapping is part of the body and `problem` says why.
struct PageFile {
    std::string frontmatter;            ///< verbatim, with both `---` lines and the line feed after them; "" if none
    std::string body;                   ///< LF line ends, leading and trailing blank lines removed, indentation kept
    std::optional<std::string> idText;  ///< value of gitmost_id as written
    std::optional<PageId> id;           ///< idText as a uuid
    bool crlf = false, bom = false;
    std::string problem;                ///< a sentence; empty when all is well
};

[[nodiscard]] PageFile parsePageFile(std::string_view text);
/// `---\ngitmost_id: <id>\n---\n\n<body>\n`; an empty body ends after the frontmatter's last line feed.
[[nodiscard]] std::string printPageFile(const PageId &id, std::string_view body);
/// `text` with another body; frontmatter, byte order mark and line ends stay as they are.
[[nodiscard]] std::string withBody(std::string_view text, std::string_view body);
/// `text` with gitmost_id set (added, replaced in place) or, for nothing, removed; every other byte stays.
[[nodiscard]] std::string withId(std::string_view text, const std::optional<PageId> &id);
/// A conflict marker (`<<<<<<< `, `=======`, `>>>>>>> `, `||||||| `) stands at a line start outside a code fence. A lone
/// `=======` (setext underline) is none.
[[nodiscard]] bool hasConflictMarkers(std::string_view body);

}  // namespace wikivault
