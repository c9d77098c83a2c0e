#include "tests/rig/runner.h"

#include <algorithm>

namespace wikivault::rig {

namespace {

/// What broke, without the names and numbers of this history: a shorter one must break in the same way.
std::string kindOf(const std::string &broken) {
    const std::size_t colon = broken.find(": ");
    return colon == std::string::npos ? broken : broken.substr(colon + 2, 16);
}

}  // namespace

History shrink(History failing, const MakeWorld &make, int budget) {
    const std::string kind = kindOf(runHistory(failing, make));
    const auto fails = [&](const History &candidate) {
        --budget;
        const std::string broken = runHistory(candidate, make);
        return !broken.empty() && kindOf(broken) == kind;
    };
    for (std::size_t chunk = std::max<std::size_t>(1, failing.steps.size() / 2); chunk >= 1 && budget > 0;) {
        bool smaller = false;
        for (std::size_t at = 0; at < failing.steps.size() && budget > 0;) {
            History candidate = failing;
            const auto from = candidate.steps.begin() + static_cast<std::ptrdiff_t>(at);
            const auto to = from + static_cast<std::ptrdiff_t>(std::min(chunk, failing.steps.size() - at));
            candidate.steps.erase(from, to);
            if (fails(candidate))
                failing = candidate, smaller = true;
            else
                at += chunk;
        }
        if (chunk == 1 && !smaller) break;
        if (!smaller || chunk > 1) chunk = std::max<std::size_t>(1, chunk / 2);
    }
    for (Step &step : failing.steps) {
        if (step.fault.empty() || budget <= 0) continue;
        const Step kept = step;
        step.fault.clear();
        step.at = 0;
        step.late = {};
        if (!fails(failing)) step = kept;
    }
    return failing;
}

}  // namespace wikivault::rig
