#include "models/plan_model.h"
#include "models/words.h"

#include <algorithm>

/// What became of a plan since it was made, and what of it is no more than another spelling.
namespace wikivault {

namespace {

bool changedSomething(const RunRecord &run) {
    const PullCounts &pull = run.pull;
    const PushCounts &push = run.push;
    return run.agreedBefore != run.agreedAfter || pull.written + pull.deleted + pull.moved > 0 ||
           push.created + push.updated + push.deleted + push.moved + push.renamed > 0;
}

}  // namespace

QStringList PlanModel::outdatedBy(const std::vector<SpaceRow> &rows) const {
    QStringList spaces;
    for (const Plan &plan : m_plans) {
        const auto row =
            std::find_if(rows.begin(), rows.end(), [&](const SpaceRow &one) { return one.space.id == plan.space; });
        const RunRecord *run = row != rows.end() && row->lastRun ? &*row->lastRun : nullptr;
        if (run && run->endedAt && *run->endedAt > plan.madeAt && changedSomething(*run))
            spaces << tr("%1 at %2").arg(m_nameOf(plan.space), words::timeOfDay(*run->endedAt, now()));
    }
    return spaces;
}

bool PlanModel::isFormatOnly(int row) const {
    const Row &shown = m_rows[std::size_t(row)];
    const auto lines = shown.group == Group::Update ? linesOf(shown) : std::nullopt;
    return lines && lines->isFormatOnly;
}

}  // namespace wikivault
