#pragma once

#include "engine/core/markdown/node.h"
#include "engine/core/result.h"

#include <string>
#include <string_view>
#include <vector>

/// ProseMirror ⇄ Markdown (`format.md`). Pure; linear in the size of the input; safe on hostile input.
namespace wikivault::markdown {

/// Grows whenever the same document would print other bytes; part of every export key.
inline constexpr int kConverterVersion = 1;

/// A document from ProseMirror JSON; "" and `null` give an empty document. Invalid: not JSON, or no object with a type.
[[nodiscard]] Result<Node> fromJson(std::string_view json);
[[nodiscard]] std::string toJson(const Node &node);

/// The Markdown body of a document, without a trailing line feed.
[[nodiscard]] std::string toMarkdown(const Node &doc);
/// Never fails: whatever cannot be understood is text.
[[nodiscard]] Node fromMarkdown(std::string_view body);

/// A run of top-level source lines and the nodes it stands for (usually one).
struct Block {
    std::size_t begin = 0, end = 0;  ///< byte range in the body; ranges are disjoint, in order, without blank edges
    std::vector<Node> nodes;
};
/// The body as blocks; the concatenated nodes are fromMarkdown(body).content (references and footnotes resolved).
[[nodiscard]] std::vector<Block> toBlocks(std::string_view body);

/// Canonical text of a node: equal texts mean equal documents (strict form: only mark order, schema defaults and block
/// ids are ignored).
[[nodiscard]] std::string canonical(const Node &node);
[[nodiscard]] bool equalDocuments(const Node &a, const Node &b);
/// NULL, `content:[]` and one empty paragraph are the same empty page.
[[nodiscard]] bool isEmptyDocument(const Node &doc);
/// Equal documents, or two forms of the empty page.
[[nodiscard]] bool isSamePage(const Node &a, const Node &b);

/// `imported` with every block that equals what the export of a stored block imports to replaced by the stored block
/// (ids, comment marks, attributes without a Markdown form). New blocks get node ids of 12 lower-case alphanumerics,
/// deterministic from `seed` and content.
[[nodiscard]] Node alignWithStored(const Node &stored, Node imported, std::string_view seed);
/// import(export(doc)) equals doc: its body may be pushed.
[[nodiscard]] bool survivesMarkdown(const Node &doc);
/// The searchable plain text of a document, blocks separated by line feeds.
[[nodiscard]] std::string plainText(const Node &doc);

}  // namespace wikivault::markdown
