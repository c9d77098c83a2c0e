#pragma once

#include "engine/core/ids.h"

#include <optional>
#include <string>
#include <string_view>

namespace wikivault {

/// A page file taken apart. Reading never fails: what is no small YAML mapping is part of the body, and a frontmatter
/// that is one but not a sound one is kept and `problem` says why it is not used.
struct PageFile {
    std::string frontmatter;            ///< verbatim, with both `---` lines and the line feed after them; "" if none
    std::string body;                   ///< LF line ends, leading and trailing blank lines removed, indentation kept
    std::optional<std::string> idText;  ///< value of gitmost_id as written
    std::optional<PageId> id;           ///< idText as a uuid, also when there is a problem
    bool crlf = false, bom = false;     ///< most lines end with CRLF; the file starts with a byte order mark
    std::string problem;                ///< a clause ("it …", "the key …"); empty when all is well
};

[[nodiscard]] PageFile parsePageFile(std::string_view text);
/// `---\ngitmost_id: <id>\n---\n\n<body>\n`; an empty body ends after the frontmatter's last line feed.
[[nodiscard]] std::string printPageFile(const PageId &id, std::string_view body);
/// `text` with another body; frontmatter, byte order mark, line ends and blank lines at the edges stay as they are.
/// With the body it has, it comes back byte for byte.
[[nodiscard]] std::string withBody(std::string_view text, std::string_view body);
/// `text` with gitmost_id set (added, replaced in place) or, for nothing, removed; every other byte stays. Where the
/// body would be read as frontmatter without it, an empty gitmost_id is left.
[[nodiscard]] std::string withId(std::string_view text, const std::optional<PageId> &id);
/// A conflict marker (`<<<<<<< `, `=======`, `>>>>>>> `, `||||||| `) stands at a line start outside a code fence. A
/// lone
/// `=======` (setext underline) is none.
[[nodiscard]] bool hasConflictMarkers(std::string_view body);

}  // namespace wikivault
