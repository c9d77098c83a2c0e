#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace wikivault::markdown {

enum class BlockKind : std::uint8_t {
    Document,
    Quote,
    Callout,
    Item,
    Fence,
    Note,  // containers; Fence is `:::word`, Note a footnote definition
    Paragraph,
    Heading,
    Code,
    Html,
    Rule,
    Table,
    Math,
    Definitions,  // leaves; Definitions yield no node
};

/// A block of the source. Blocks are linked by their indices in BlockTree::blocks.
struct BlockEntry {
    static constexpr std::uint32_t none = 0xFFFFFFFF;

    BlockKind kind;
    std::uint32_t parent = none, firstChild = none, lastChild = none, next = none;
    std::size_t begin = 0, end = 0;  ///< byte range in the source, whole lines without the last line end
    std::string text;          ///< leaf: its lines without container prefixes, joined by line feeds; containers: title
    std::string info;          ///< Code: info string; Callout, Fence: the word; Note: the label
    std::size_t offset = 0;    ///< Item, Note: content column; Code: fence indentation
    std::uint64_t number = 0;  ///< Heading: level; Item: its number; Code: fence length; Html: its kind 1 to 7
    char sign = 0;  ///< Item: bullet or delimiter; Code: fence character, 0 when indented; Callout: fold mark
    bool ordered = false;
    bool closed = false;  ///< Fence, Math: its end line was there
    bool lossy = false;   ///< the source says something that has no node
};

struct BlockTree {
    std::vector<BlockEntry> blocks;  ///< blocks[0] is the document
};

class ImportContext;

/// Splits `text` into blocks as CommonMark, GitHub and the vault format do. Link reference definitions and footnote
/// labels go to `context`. Linear; at most kDeepestBlocks containers are open at a time, deeper markers are text.
[[nodiscard]] BlockTree parseBlocks(std::string_view text, ImportContext &context);

inline constexpr std::size_t kDeepestBlocks = 1000;

}  // namespace wikivault::markdown
