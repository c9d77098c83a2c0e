#pragma once

#include "engine/core/markdown/wiki_schema.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wikivault::merge {

/// One block both sides changed in ways that overlap.
struct BlockConflict {
    std::string base, wiki, git;  ///< Markdown of the block on each side; "" where it does not exist
};

/// What a conflicting block becomes in `MergedBody::text`. Both: wiki's block, then git's.
enum class Settle { Git, Wiki, Both, BothGitFirst, Base };

struct MergedBody {
    std::string text;  ///< the merge; conflicting blocks as `Settle` says
    std::vector<BlockConflict> conflicts;
    [[nodiscard]] bool isClean() const { return conflicts.empty(); }
};

/// Three-way merge of page bodies: blocks (compared as documents), then lines inside a block both touched, then words
/// of paragraphs. Blocks git's side did not lose keep the bytes they have in `git`.
[[nodiscard]] MergedBody mergeBodies(std::string_view base, std::string_view wiki, std::string_view git,
                                     Settle settle = Settle::Git);

/// `git` with every block whose document differs replaced by `wiki`'s; equal blocks keep git's bytes. With `schema`,
/// so do those whose document is `wiki`'s in the form that its editor takes.
[[nodiscard]] std::string adoptBlocks(std::string_view git, std::string_view wiki,
                                      std::optional<markdown::WikiSchema> schema = {});

}  // namespace wikivault::merge
