#include "app/common/preview_witness.h"
#include "app/common/space_desk.h"
#include "engine/run/undo.h"

#include <algorithm>

namespace wikivault {

namespace {

/// Before and after texts of a plan's items, for looking at.
Result<> addTexts(Plan &plan, Vault &vault) {
    for (const Item &item : plan.items)
        for (const std::optional<BlobId> &blob : {item.before, item.after})
            if (blob && !plan.texts.contains(*blob)) {
                TRY_ASSIGN(plan.texts[*blob], vault.text(*blob));
            }
    return {};
}

}  // namespace

Result<Space> spaceWithId(const std::vector<Space> &spaces, const SpaceId &id) {
    const auto found = std::find_if(spaces.begin(), spaces.end(), [&](const Space &s) { return s.id == id; });
    if (found == spaces.end())
        return fail(ErrorCode::NotFound, "There is no live space with the id " + id.str() + " in this wiki.");
    return *found;
}

Result<Plan> EngineSpaceDesk::preview(const PlanRequest &asked, std::stop_token stop) {
    TRY_ASSIGN(const auto wiki, m_ports.openWiki(true, stop));
    TRY_ASSIGN(const PreviewWitness before, PreviewWitness::look(m_ports, asked.space, *wiki));
    TRY_ASSIGN(Plan plan, planOnScratch(asked, *wiki, stop));
    TRY_ASSIGN(const PreviewWitness after, PreviewWitness::look(m_ports, asked.space, *wiki));
    plan.proof = PreviewWitness::compare(before, after);
    return plan;
}

/// A cycle over a vault whose objects and refs stay in memory, up to where it would begin to write.
Result<Plan> EngineSpaceDesk::planOnScratch(const PlanRequest &asked, WikiReader &wiki, std::stop_token stop) {
    TRY_ASSIGN(const std::vector<Space> spaces, wiki.catalog().spaces());
    TRY_ASSIGN(const Space space, spaceWithId(spaces, asked.space));
    TRY_ASSIGN(sql::StateDatabase *const state, m_ports.state());
    TRY_ASSIGN(const OpenedVault vault, m_ports.openVault(space.id, true));
    TRY_ASSIGN(const auto cache, m_ports.openCache(space.id, true));
    const std::unique_ptr<PagePresence> presence = m_ports.openPresence();
    const auto attachments = m_ports.openAttachments(space, stop);
    const Checkpoint checkpoint(stop, nullptr, {}, space.id, RunId());
    CycleRequest request;
    request.space = space;
    request.preview = true;
    request.holdsPushes = effectiveWriter(m_ports.settings()) == WriterChoice::None;
    request.policy = m_ports.settings().policyFor(space.id.str(), space.slug);
    request.openPages = m_ports.settings().openPagesFor(space.id.str(), space.slug);
    request.restore = asked.restoreOf;
    request.attachmentLimit = std::int64_t{m_ports.settings().attachmentLimitMb} * 1'000'000;
    if (asked.undoOf) {
        TRY_ASSIGN(request.undo, undoOrderOf(*state->journal, *asked.undoOf));
    }
    Cycle cycle({wiki.pages(), nullptr, *vault.vault, vault.workTree.get(), *cache, *state->memory, *state->journal,
                 m_ports.clock(), presence.get(), nullptr, attachments ? attachments->store : nullptr},
                std::move(request), checkpoint);
    runCycle(cycle);
    if (!cycle.report.ran)
        return fail(cycle.report.cancelled ? ErrorCode::Cancelled : ErrorCode::Unavailable, cycle.report.error);
    Plan plan = planOf(cycle);
    plan.undoOf = asked.undoOf;
    plan.restoreOf = asked.restoreOf;
    TRY(addTexts(plan, *vault.vault));
    plan.hash = planHash(plan);
    plan.planId = plan.hash.substr(0, 12);
    return plan;
}

}  // namespace wikivault
