#include "app/common/attachment_state.h"
#include "app/common/doctor.h"
#include "engine/core/sentence.h"

namespace wikivault {

namespace {

DoctorCheck checkOf(const Space &space, const AttachmentOverview &overview) {
    const std::string name = "attachments " + space.slug;
    if (!overview.setting.empty())
        return {name, "fail", asSentence(overview.setting), "Correct the profile, or switch them off for the space."};
    const std::string counts = std::to_string(overview.carried) + " carried, " + std::to_string(overview.left) +
                               " left, through " + overview.way;
    if (overview.problems.empty()) return {name, "ok", counts + ".", ""};
    return {name, "warn", counts + "; " + std::to_string(overview.problems.size()) + " not to be had.",
            "The list names each with its reason.", "wikivaultctl attachments show " + space.slug};
}

}  // namespace

void examineAttachments(PortFactory &ports, const std::vector<Space> &spaces, std::vector<DoctorCheck> &checks) {
    for (const Space &space : spaces)
        if (const auto overview = attachmentsOf(ports, space); overview && space.selected)
            checks.push_back(checkOf(space, *overview));
}

}  // namespace wikivault
