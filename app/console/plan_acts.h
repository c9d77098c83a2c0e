#pragma once

#include "models/commands.h"
#include "models/console_models.h"

#include <map>

namespace wikivault {

class ConsoleCommands;

/// Plans: made, kept in files, carried out.
class PlanActs final : public PlanCommands {
public:
    explicit PlanActs(ConsoleCommands &console) : m_console(console) {}

    void preview(const std::vector<PlanRequest> &asked) override;
    void stopPreview() override;
    void peek(const SpaceId &space) override;
    void showPeek(const SpaceId &space) override;
    /// A run has moved it.
    void forgetPeek(const SpaceId &space);
    void forgetPeeks();
    void apply(std::vector<PlanOrder> orders, const QString &reason) override;
    void save(const Plan &plan, const QString &path) override;
    void open(const QString &path) override;
    /// What came of a plan that was carried out; the sentence for the person.
    [[nodiscard]] Notice carriedOut(const PlanOrder &order, const RunReport &report);

private:
    struct Plans;
    struct Peeked {
        PlansFound found;  ///< without its texts
        TimePoint at;
    };
    void showPlans(Plans answer);
    /// Of a look just now.
    void keepPeek(PlansFound found);
    [[nodiscard]] static PendingCounts pendingOf(const Plan &plan);

    ConsoleCommands &m_console;
    SpaceId m_peekedAt;   ///< whose plan stands in the peek, if any does
    SpaceId m_lookingAt;  ///< whose plan is on its way
    std::map<SpaceId, Peeked> m_peeks;
    int m_round = 0;  ///< progress of older previews is dropped
};

}  // namespace wikivault
