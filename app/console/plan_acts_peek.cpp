#include "app/console/console_ask.h"
#include "app/console/plan_acts.h"

/// The short look at one space.
namespace wikivault {

void PlanActs::peek(const SpaceId &space) {
    ConsoleModels &models = m_console.m_models;
    m_peekedAt = m_lookingAt = space;
    models.peek.clear();
    models.peek.setLooking({models.spaces.nameOf(space), 0, 1});
    using Answer = Result<PlansFound>;
    m_console.ask<Answer>(
        ConsoleCommands::PeekOf,
        [space](ConsoleSession &session, const std::stop_token &stop) -> Answer {
            TRY_ASSIGN(Plan plan, session.spaces().preview({space, {}, {}}, stop));
            PlansFound found{{}, {}, linesChanged(plan)};
            plan.texts.clear();  // the peek shows none, and many spaces may be looked at
            found.plans.push_back(std::move(plan));
            return found;
        },
        [this, space](Answer answer) {
            PlanModel &shown = m_console.m_models.peek;
            m_lookingAt = SpaceId();
            if (!answer && m_peekedAt == space) shown.failLoad(answer.error());
            if (answer) keepPeek(std::move(*answer));
        });
}

void PlanActs::keepPeek(PlansFound found) {
    const SpaceId space = found.plans.front().space;
    m_console.m_models.spaces.setPending(space, pendingOf(found.plans.front()));
    m_peeks[space] = {std::move(found), m_console.now()};
    if (m_peekedAt == space) showPeek(space);
}

void PlanActs::showPeek(const SpaceId &space) {
    PlanModel &shown = m_console.m_models.peek;
    m_peekedAt = space;
    if (const auto kept = m_peeks.find(space); kept != m_peeks.end())
        return shown.setPlans(kept->second.found, kept->second.at);
    shown.clear();
    if (m_lookingAt == space) shown.setLooking({m_console.m_models.spaces.nameOf(space), 0, 1});
}

void PlanActs::forgetPeek(const SpaceId &space) {
    m_peeks.erase(space);
    if (m_peekedAt == space) showPeek(space);
}

void PlanActs::forgetPeeks() {
    m_peeks.clear();
    m_lookingAt = SpaceId();
    m_console.m_models.peek.clear();
}

}  // namespace wikivault
