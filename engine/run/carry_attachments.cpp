#include "engine/run/carry_attachments.h"

#include "engine/run/carriage.h"

namespace wikivault {

namespace {

/// Of what nobody looks at this time.
void keepTroubles(Carriage &carriage, const AttachmentAgenda &agenda) {
    for (const auto &[name, trouble] : carriage.before.troubles)
        if (!agenda.due().contains(AttachmentId(name)) && !agenda.newFiles().contains(name) &&
            carriage.cycle.merge.mainBlobs.contains(trouble.page))
            carriage.memory.troubles.emplace(name, trouble);
}

}  // namespace

Result<> carryAttachments(Cycle &cycle) {
    if (!cycle.ports.attachments || !cycle.ports.workTree || cycle.isPartial()) return {};
    if (cycle.vault.head != HeadState::OnMain || !cycle.vault.mainTip) return {};
    TRY(cycle.checkpoint.pass("looking at attachments"));
    Carriage carriage(cycle);
    TRY(carriage.open());
    AttachmentAgenda agenda(cycle, carriage.bases);
    TRY(agenda.look(carriage.before));
    carriage.memory.pending = agenda.due();
    carriage.total = static_cast<int>(agenda.due().size() + agenda.newFiles().size());
    keepTroubles(carriage, agenda);
    TRY(carryKnown(carriage, agenda));
    TRY(carryNew(carriage, agenda));
    return carriage.close();
}

}  // namespace wikivault
