#include "models/log_scope.h"

#include "engine/core/told_line.h"

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

}  // namespace wikivault::log_scope
