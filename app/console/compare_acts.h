#pragma once

#include "models/compare_commands.h"

namespace wikivault {

class ConsoleCommands;

/// States of a vault beside each other.
class CompareActs final : public CompareCommands {
public:
    explicit CompareActs(ConsoleCommands &console) : m_console(console) {}

    void compareRuns(const RunId &from, const std::optional<RunId> &to, QObject *context,
                     std::function<void(Result<Comparison>)> answer) override;
    void pageHistory(const SpaceId &space, const std::string &page, QObject *context, HistoryAnswer answer) override;
    void blockOrigins(const ConflictDetail &conflict, QObject *context, OriginsAnswer answer) override;
    void compareTexts(const SpaceId &space, const PageDifference &page, QObject *context, TextsAnswer answer) override;

private:
    ConsoleCommands &m_console;
};

}  // namespace wikivault
