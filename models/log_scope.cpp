#include "models/log_scope.h"

#include "engine/core/told_line.h"

#include <algorithm>
#include <charconv>

namespace wikivault::log_scope {

bool isOfSpace(const LogEntry &line, const Space &space) {
    return isAboutSpace(line.text, space);
}

bool isOfRun(const LogEntry &line, const RunRecord &run, const Space *space) {
    if (runIn(line) == run.id) return true;
    const bool isMeanwhile = line.at >= run.startedAt && (!run.endedAt || line.at <= *run.endedAt);
    if (!isMeanwhile) return false;
    return space ? isOfSpace(line, *space) : line.text.find(run.space.str()) != std::string::npos;
}

std::optional<RunId> runIn(const LogEntry &line) {
    return runToldIn(line.text);
}

/// `Space general: run 7 (manual) spent 1.2 s reading the wiki, 0.3 s writing files`
std::vector<PhaseTime> phasesIn(const LogEntry &line, const RunId &run) {
    constexpr std::string_view kSpent = ") spent ", kSeconds = " s ", kNext = ", ";
    const std::size_t spent = line.text.find(kSpent);
    if (spent == std::string::npos || runIn(line) != run) return {};
    std::vector<PhaseTime> phases;
    std::string_view rest = std::string_view(line.text).substr(spent + kSpent.size());
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find(kNext), rest.size());
        const std::string_view one = rest.substr(0, end);
        const std::size_t unit = one.find(kSeconds);
        PhaseTime phase;
        if (unit == std::string_view::npos) return {};
        if (std::from_chars(one.data(), one.data() + unit, phase.seconds).ec != std::errc()) return {};
        phase.phase = std::string(one.substr(unit + kSeconds.size()));
        phases.push_back(std::move(phase));
        rest.remove_prefix(std::min(end + kNext.size(), rest.size()));
    }
    return phases;
}

}  // namespace wikivault::log_scope
