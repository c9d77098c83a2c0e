#include "app/common/review_desk.h"

namespace wikivault {

Result<std::vector<ConflictSummary>> EngineReviewDesk::conflicts(const std::optional<SpaceId> &) {
    return fail(ErrorCode::Unavailable, "This build cannot review conflicts.");
}

Result<ConflictDetail> EngineReviewDesk::conflict(const PageId &) {
    return fail(ErrorCode::Unavailable, "This build cannot review conflicts.");
}

Result<> EngineReviewDesk::decide(const Decision &) {
    return fail(ErrorCode::Unavailable, "This build cannot review conflicts.");
}

}  // namespace wikivault
