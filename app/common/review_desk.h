#pragma once

#include "app/common/port_factory.h"
#include "engine/ports/desk.h"

namespace wikivault {

/// Conflicts of one profile, read from the vaults' records.
class EngineReviewDesk final : public ReviewDesk {
public:
    explicit EngineReviewDesk(PortFactory &ports) : m_ports(ports) {}

    Result<std::vector<ConflictSummary>> conflicts(const std::optional<SpaceId> &space) override;
    Result<ConflictDetail> conflict(const PageId &page) override;
    Result<> decide(const Decision &decision) override;

private:
    PortFactory &m_ports;
};

}  // namespace wikivault
