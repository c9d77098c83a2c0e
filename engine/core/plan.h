#pragma once

#include "engine/core/report.h"

#include <map>
#include <string>
#include <vector>

namespace wikivault {

/// What a cycle would do, made without writing anything.
struct Plan {
    std::string planId, hash;  ///< hash covers space, items and the state they were made from
    SpaceId space;
    std::string mainTip, mirrorTip;  ///< hex, "" when the vault does not exist yet
    TimePoint madeAt{};
    int pagesExamined = 0, filesExamined = 0;
    std::vector<Item> items;
    std::vector<ConflictSummary> conflicts;
    std::map<BlobId, std::string> texts;  ///< before and after texts of the items; never stored on disk
    SkipReason skipped = SkipReason::None;
};

/// SHA-256 in 64 hexadecimal digits over space, tips, items (in their order) and conflicts. Prose, counts, texts and
/// the moment do not count: the same state gives the same hash whenever and wherever it is looked at.
[[nodiscard]] std::string planHash(const Plan &plan);

}  // namespace wikivault
