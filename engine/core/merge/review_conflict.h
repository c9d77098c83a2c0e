#pragma once

#include "engine/core/conflict.h"
#include "engine/core/merge/merge_review.h"

namespace wikivault {

[[nodiscard]] std::string bodyOfFile(const std::optional<std::string> &file);
/// The conflict's bodies taken apart for a person; `answers` are those of its blocks in order.
[[nodiscard]] merge::Review reviewOf(const ConflictDetail &detail, const std::vector<merge::Answer> &answers);
/// The stretches a person decides, in order.
[[nodiscard]] std::vector<merge::MergedPart> conflictBlocks(const ConflictDetail &detail);

}  // namespace wikivault
