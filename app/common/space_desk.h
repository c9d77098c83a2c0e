#pragma once

#include "app/common/port_factory.h"
#include "engine/ports/desk.h"

namespace wikivault {

/// The spaces of one profile. spaces(), setEnabled() and digests() read and write the wiki and the state database;
/// sync() and preview() (space_desk_run.cpp) run the engine.
class EngineSpaceDesk final : public SpaceDesk {
public:
    explicit EngineSpaceDesk(PortFactory &ports) : m_ports(ports) {}

    Result<std::vector<SpaceRow>> spaces(std::stop_token stop) override;
    Result<> setEnabled(const SpaceId &space, bool enabled) override;
    RunReport sync(const RunRequest &request, const ProgressSink &progress, std::stop_token stop) override;
    Result<Plan> preview(const SpaceId &space, std::stop_token stop) override;
    Result<std::vector<SpaceDigest>> digests() override;

private:
    PortFactory &m_ports;
};

}  // namespace wikivault
