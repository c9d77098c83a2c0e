#include "app/common/apply_request.h"

namespace wikivault {

RunRequest applyRequest(PlanOrder order, const std::string &why) {
    const Plan &plan = order.plan;
    RunRequest request;
    request.space = plan.space;
    request.trigger = plan.undoOf ? "undo" : !plan.restoreOf.empty() ? "restore" : "apply";
    request.reason = "plan " + plan.planId + (order.approveGuard ? ", guard approved" : "") +
                     (order.flips.empty() ? "" : ", " + std::to_string(order.flips.size()) + " turned round");
    if (plan.undoOf) request.reason = "undo of run " + plan.undoOf->str() + ", " + request.reason;
    if (!why.empty()) request.reason += ": " + why;
    request.order = std::move(order);
    return request;
}

}  // namespace wikivault
