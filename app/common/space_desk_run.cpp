#include "app/common/space_desk.h"

namespace wikivault {

RunReport EngineSpaceDesk::sync(const RunRequest &request, const ProgressSink &, std::stop_token) {
    RunReport report;
    report.space = request.space;
    report.error = "This build cannot run a cycle.";
    return report;
}

Result<Plan> EngineSpaceDesk::preview(const SpaceId &, std::stop_token) {
    return fail(ErrorCode::Unavailable, "This build cannot preview a cycle.");
}

}  // namespace wikivault
