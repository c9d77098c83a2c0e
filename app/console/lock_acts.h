#pragma once

#include "engine/core/lock.h"
#include "engine/core/report.h"
#include "models/lock_commands.h"

#include <set>
#include <vector>

namespace wikivault {

class ConsoleCommands;

/// Locks: taken away, asked for, waited for, held.
class LockActs final : public LockCommands {
public:
    explicit LockActs(ConsoleCommands &console) : m_console(console) {}

    void releaseLock(const SpaceId &space, const std::string &expectedHolder) override;
    void askToStop(const SpaceId &space, const std::string &expectedHolder) override;
    void hold(const HoldOrder &order) override;
    void endHold(const SpaceId &space) override;
    void waitThenRun(const SpaceId &space) override;
    void stopWaiting(const SpaceId &space) override;

    [[nodiscard]] bool isWaiting() const { return !m_waiting.empty(); }
    /// What waits for a space that is free now, runs.
    void noteLocks(const std::vector<LockInfo> &locks);
    /// Somebody else was faster: it waits on.
    void noteFinished(const RunReport &report);
    /// The session ends, and with it what waits and is held.
    void forget();

private:
    void showWaiting();
    void holdEnded(const HoldOrder &order, const Result<> &done);

    ConsoleCommands &m_console;
    std::set<SpaceId> m_waiting, m_started, m_holds;
};

}  // namespace wikivault
