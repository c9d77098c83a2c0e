#include "app/common/run_end.h"

namespace wikivault {

void noteUnwritten(RunReport &report) {
    for (Item &item : report.items) {
        const bool isOfMerge = item.direction == Direction::WikiToGit && item.action != Action::Heal &&
                               item.action != Action::Fetch && item.action != Action::Push;
        if (!isOfMerge || item.outcome != Outcome::Done) continue;
        item.outcome = Outcome::Skipped;
        item.reason = Reason::Incomplete;
        item.detail = "the run ended before this was written; the next one does it";
    }
    report.pull = {0, 0, 0, report.pull.conflict};
}

}  // namespace wikivault
