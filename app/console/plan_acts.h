#pragma once

#include "models/commands.h"
#include "models/console_models.h"

namespace wikivault {

class ConsoleCommands;

/// Plans: made, kept in files, carried out.
class PlanActs final : public PlanCommands {
public:
    explicit PlanActs(ConsoleCommands &console) : m_console(console) {}

    void preview(const std::vector<PlanRequest> &asked) override;
    void stopPreview() override;
    void apply(std::vector<PlanOrder> orders, const QString &reason) override;
    void save(const Plan &plan, const QString &path) override;
    void open(const QString &path) override;
    /// What came of a plan that was carried out; the sentence for the person.
    [[nodiscard]] Notice carriedOut(const PlanOrder &order, const RunReport &report);

private:
    struct Plans;
    void showPlans(Plans answer);

    ConsoleCommands &m_console;
    int m_round = 0;  ///< progress of older previews is dropped
};

}  // namespace wikivault
