#pragma once

#include "engine/core/plan_order.h"
#include "engine/core/report.h"
#include "engine/core/settings.h"
#include "engine/core/space.h"

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

/// What one cycle is asked to do.
namespace wikivault {

/// A run that is to be taken back, as the journal knows it.
struct UndoOrder {
    RunId run;
    std::optional<CommitId> mainBefore, mainAfter;
    CommitId agreedBefore;
    std::optional<CommitId> agreedAfter;   ///< nothing: whatever stands when the undo begins
    std::set<PageId> made;                 ///< pages the run itself created or restored in the wiki
    std::map<PageId, std::string> titles;  ///< the wiki's exact titles before the run, where it changed them
};

struct CycleRequest {
    Space space;
    RunId run;
    bool preview = false;
    bool holdsPushes = false;  ///< of a preview: the run it shows has no writer
    bool full = false;
    bool automatic = false;  ///< the poll: pages in back-off wait
    std::string only;        ///< path glob, empty = everything
    std::optional<PageId> onlyPage;
    ConflictPolicy policy = ConflictPolicy::Review;
    OpenPages openPages = OpenPages::Wait;
    const PlanOrder *order = nullptr;  ///< only what this plan says is done; null = everything
    std::optional<UndoOrder> undo;     ///< the cycle takes that run back
    std::vector<Item> earlier;         ///< what a try of this run has written in the wiki before it had to begin again
    bool followRemote = false;         ///< a person decided: what the remote has counts, whatever it replaced
    bool pushOnly = false;             ///< main goes to the remote as it stands, and nothing else happens
    bool pushesAtOnce = false;  ///< others were faster: main goes to the remote before the wiki has its turn, too
    std::string remoteBranch;   ///< where to, instead of the remote's own branch
    std::int64_t attachmentLimit = 0;  ///< bytes of the largest file that is carried
    std::string restore;               ///< id of a settled page whose other text the cycle puts back
};

/// What the run has written in the wiki, for the next try of it.
[[nodiscard]] std::vector<Item> writtenItems(const RunReport &report);

}  // namespace wikivault
