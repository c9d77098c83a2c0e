#pragma once

#include "app/common/port_factory.h"
#include "engine/ports/compare_desk.h"

namespace wikivault {

/// Compares what the journal's runs left in the vaults of one profile.
class EngineCompareDesk final : public CompareDesk {
public:
    explicit EngineCompareDesk(PortFactory &ports) : m_ports(ports) {}

    Result<Comparison> compare(const RunId &from, const std::optional<RunId> &to, std::stop_token stop) override;
    Result<PageHistory> history(const SpaceId &space, const std::string &page, std::stop_token stop) override;
    Result<PageSpot> find(const SpaceId &space, const std::string &page) override;
    Result<std::vector<BlockOrigin>> origins(const ConflictDetail &conflict, std::stop_token stop) override;
    Result<std::pair<std::string, std::string>> texts(const SpaceId &space, const PageDifference &page) override;

private:
    PortFactory &m_ports;
};

}  // namespace wikivault
