#pragma once

#include "app/common/failure_memory.h"
#include "app/common/port_factory.h"
#include "app/common/space_state.h"
#include "engine/ports/desk.h"

#include <mutex>
#include <set>

namespace wikivault {

/// The spaces of one profile. spaces(), setEnabled() and watch() read and write the wiki and the state database;
/// sync() (space_desk_run.cpp) and preview() (space_desk_preview.cpp) run the engine.
class EngineSpaceDesk final : public SpaceDesk {
public:
    EngineSpaceDesk(PortFactory &ports, Moment moment) : m_ports(ports), m_moment(moment) {}

    Result<std::vector<SpaceRow>> spaces(std::stop_token stop) override;
    Result<> setEnabled(const SpaceId &space, bool enabled) override;
    Result<> setPause(const SpaceId &space, const std::optional<Pause> &pause) override;
    RunReport sync(const RunRequest &request, const ProgressSink &progress, std::stop_token stop) override;
    Result<Plan> preview(const PlanRequest &request, std::stop_token stop) override;
    Result<std::vector<WatchedSpace>> watch(std::stop_token stop) override;

private:
    struct Run;
    RunReport runGated(const RunRequest &request, const ProgressSink &progress, std::stop_token stop,
                       std::string &name);
    RunReport journalled(Run &run);
    RunReport runAsLeader(Run &run, Lease &lease);
    RunReport tryCycle(Run &run, Lease &lease);
    Result<Plan> planOnScratch(const PlanRequest &request, WikiReader &wiki, std::stop_token stop);

    PortFactory &m_ports;
    const Moment m_moment;  ///< how times stand in the sentences of spaces()
    void forgetOldRuns(sql::StateDatabase &state);
    void warnOfNetworkDisk();
    bool isFailingStill(const RunRequest &request, const RunReport &report, const std::string &name);

    std::once_flag m_diskLookedAt;
    FailureMemory m_failures;
    std::mutex m_runningMutex;
    std::set<SpaceId> m_running;           // guarded by m_runningMutex
    std::optional<TimePoint> m_forgotten;  // when old runs were forgotten last; guarded by m_runningMutex
};

/// NotFound: none of them, the live spaces of the wiki, has that id.
Result<Space> spaceWithId(const std::vector<Space> &spaces, const SpaceId &id);

}  // namespace wikivault
