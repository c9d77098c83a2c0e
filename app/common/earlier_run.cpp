#include "app/common/earlier_run.h"

#include <algorithm>

namespace wikivault {

namespace {

/// The newest run that was done and for which `isMeant` holds, and that counts still.
template <class Predicate>
std::optional<RunRecord> standing(const std::vector<RunRecord> &runs, Predicate isMeant) {
    for (const RunRecord &run : runs)
        if (run.outcome == "done" && isMeant(run) && !takenBackBy(run.id, runs)) return run;
    return std::nullopt;
}

}  // namespace

std::optional<RunRecord> takenBackBy(const RunId &id, const std::vector<RunRecord> &runs) {
    return standing(runs, [&id](const RunRecord &run) { return run.undoOf == id.str() && run.id != id; });
}

std::optional<RunRecord> carriedOutBy(const Plan &plan, const std::vector<RunRecord> &runs) {
    // The same steps may be due once more, from a plan that was made later.
    return standing(runs, [&plan](const RunRecord &run) {
        return run.planHash == plan.hash && run.space == plan.space && run.startedAt >= plan.madeAt;
    });
}

}  // namespace wikivault
