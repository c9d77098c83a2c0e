#pragma once

#include "engine/core/conflict.h"
#include "engine/core/merge/review_conflict.h"
#include "models/side_by_side.h"

#include <QString>

#include <string>
#include <vector>

namespace wikivault {

/// A stretch of the merge as it is shown: lines with the words marked that a side changed.
struct ReviewPart {
    merge::MergedPart merged;
    std::string name;                                      ///< of a conflict: names its three texts
    std::vector<DiffCell> lines;                           ///< what the merge takes; none for a conflict
    std::vector<DiffCell> baseLines, wikiLines, gitLines;  ///< of a conflict
};

/// A conflict taken apart into what is settled and the blocks a person decides.
struct ReviewBlocks {
    std::vector<ReviewPart> parts;
    bool hasBase = true;
};

/// The bodies of the conflict's files. Near-linear, but unbounded in their size: call it on a worker.
[[nodiscard]] ReviewBlocks reviewBlocks(const ConflictDetail &detail);

/// What is larger is decided as a whole; a text editor lays out whole lines, megabytes in one would stop the window.
[[nodiscard]] bool fitsWindow(const std::string &text);
/// It is decided block by block; false: as a whole, because a side lacks the page or a line is too long to show.
[[nodiscard]] bool isInBlocks(const ConflictDetail &detail);
/// How many of its parts a person decides; 0: the page is decided as a whole. On a worker, too.
[[nodiscard]] int blocksToDecide(const ConflictDetail &detail);

/// The text that answers leave; `take` when a side as a whole leaves the same.
struct ReviewResult {
    QString text;
    std::optional<Take> take;
};
/// `whole`: the side every block was answered with, if it is one. On a worker, too.
[[nodiscard]] ReviewResult reviewResult(const ConflictDetail &detail, const std::vector<merge::Answer> &answers,
                                        std::optional<Take> whole);
/// What the engine makes of a decision for a side.
[[nodiscard]] std::string takenText(const ConflictDetail &detail, Take take);
/// The first line, counted from 1, that is one of git's conflict markers.
[[nodiscard]] std::optional<int> markerLine(const std::string &text);
/// `text` line by line, with the words marked that `before` does not have.
[[nodiscard]] std::vector<DiffCell> linesMarked(const std::string &before, const std::string &text);

}  // namespace wikivault
