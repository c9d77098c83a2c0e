#pragma once

#include "models/commands.h"

namespace wikivault {

class ConsoleCommands;

/// The journal: read, narrowed, written to a file.
class RunActs final : public LedgerCommands {
public:
    explicit RunActs(ConsoleCommands &console) : m_console(console) {}

    void refreshRuns() override;
    void narrowRuns(const RunFilter &filter) override;
    void openRun(const RunId &run) override;
    void exportRuns(std::vector<RunRecord> runs, const QString &path) override;
    void refreshLocks() override;

private:
    ConsoleCommands &m_console;
    RunFilter m_filter;
};

}  // namespace wikivault
