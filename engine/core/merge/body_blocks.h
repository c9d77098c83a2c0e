#pragma once

#include "engine/core/markdown/converter.h"
#include "engine/core/markdown/wiki_schema.h"
#include "engine/core/merge/diff3.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wikivault::merge {

/// One block of a body. Source without a node of its own (comments, reference definitions) belongs to the block above
/// it; the separators between lists belong to the gaps.
struct BodyBlock {
    Range source;                    ///< bytes of the body
    Range ownSource;                 ///< the same without source that has no node
    std::vector<std::string> types;  ///< of its nodes; empty only when the body has no node at all
};

/// A body taken apart for comparison. `text` must outlive it.
struct BodyBlocks {
    std::string_view text;
    std::vector<BodyBlock> blocks;
    Keys keys;  ///< equal keys mean equal documents

    [[nodiscard]] std::string_view source(std::size_t block) const { return slice(blocks[block].source); }
    /// From the first to the last of `range`, gaps included; "" for none.
    [[nodiscard]] std::string_view source(const Range &range) const;
    /// What stands between `block` and the next one.
    [[nodiscard]] std::string_view gapAfter(std::size_t block) const;
    [[nodiscard]] std::string_view slice(const Range &bytes) const { return text.substr(bytes.begin, bytes.size()); }
};
/// `schema`: equal keys mean documents that are equal once they fit the editor of that wiki.
[[nodiscard]] BodyBlocks takeApart(std::string_view body, Interner &interner,
                                   std::optional<markdown::WikiSchema> schema = {});

/// Three of them side by side, each on a thread of its own where that is worth it: a person waits for them.
[[nodiscard]] std::array<BodyBlocks, 3> takeApartAtOnce(const std::array<std::string_view, 3> &bodies,
                                                        Interner &interner);

/// Where a piece of a merged body comes from. Its neighbours there decide what stands between it and the next piece.
struct Piece {
    const BodyBlocks *origin = nullptr;
    std::size_t block = 0;
    std::string text;
    std::optional<std::uint32_t> key;  ///< what it is; nothing when it was made or has no node
};
[[nodiscard]] Piece pieceOf(const BodyBlocks &origin, std::size_t block);
/// The pieces with what separates them; pieces of `preferred` bring their own gaps along.
[[nodiscard]] std::string join(const std::vector<Piece> &pieces, const BodyBlocks &preferred);
/// Whether `text`, joined from `pieces`, reads as these blocks: beside other neighbours they can mean something else.
[[nodiscard]] bool readsAs(std::string_view text, const std::vector<Piece> &pieces, Interner &interner);

}  // namespace wikivault::merge
