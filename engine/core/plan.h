#pragma once

#include "engine/core/reconcile.h"
#include "engine/core/report.h"

#include <map>
#include <string>
#include <vector>

namespace wikivault {

/// What stood on both sides before and after a preview looked at them: the proof that it wrote nothing.
struct PlanProof {
    std::map<std::string, std::string> refsBefore, refsAfter;  ///< of the vault, by name
    int filesBefore = 0, filesAfter = 0;                       ///< everything below the data directory's vault
    std::string rowsBefore, rowsAfter;                         ///< digest of the wiki's pages
    std::vector<std::string> moved;  ///< what differs, a sentence each; empty = nothing was written by anybody
    friend bool operator==(const PlanProof &, const PlanProof &) = default;
};

/// What a cycle would do, made without writing anything.
struct Plan {
    std::string planId, hash;  ///< hash covers space, items and the state they were made from
    SpaceId space;
    std::string mainTip, mirrorTip;  ///< hex, "" when the vault does not exist yet
    TimePoint madeAt{};
    int pagesExamined = 0, filesExamined = 0;
    std::vector<Item> items;
    std::vector<Item> attachments;  ///< what the next run would carry besides; carrying out the plan does not
    std::vector<ConflictSummary> conflicts;
    std::map<PageId, PageSides> expects;  ///< preconditions: what the sides of the pages in `items` hold
    std::optional<RunId> undoOf;          ///< this plan takes that run back
    std::string restoreOf;                ///< this plan puts a text back that a rule set aside (SettledSummary::id)
    std::optional<PlanProof> proof;
    std::map<BlobId, std::string> texts;  ///< before and after texts of the items; never stored on disk
    SkipReason skipped = SkipReason::None;
};

/// What Plan::attachments comes to.
struct AttachmentCounts {
    int downloads = 0, uploads = 0, left = 0;
};
[[nodiscard]] AttachmentCounts attachmentCounts(const std::vector<Item> &attachments);

/// SHA-256 in 64 hexadecimal digits over space, tips, items (in their order), preconditions and conflicts. Prose,
/// counts, proof, texts and the moment do not count: the same state gives the same hash whenever it is looked at.
[[nodiscard]] std::string planHash(const Plan &plan);

}  // namespace wikivault
