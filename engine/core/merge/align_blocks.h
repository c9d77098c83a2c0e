#pragma once

#include "engine/core/merge/body_blocks.h"

#include <vector>

namespace wikivault::merge {

/// The three bodies of a merge.
struct ThreeBodies {
    BodyBlocks base, git, wiki;
};

/// A stretch of blocks both sides changed, taken apart into smaller ones by recognising edited blocks by their words.
/// `first` is git, `second` the wiki. A stretch that cannot be taken apart comes back as one conflict.
[[nodiscard]] std::vector<Chunk> refine(const ThreeBodies &bodies, const Chunk &conflict);

}  // namespace wikivault::merge
