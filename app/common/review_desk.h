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
    Result<bool> isBeingEdited(const PageId &page) override;
    Result<> decide(const Decision &decision) override;
    Result<> saveDraft(const PageId &page, const ConflictDraft &draft) override;
    Result<std::vector<SettledSummary>> settled(const std::optional<SpaceId> &space) override;
    Result<SettledDetail> settledDetail(const std::string &id) override;
    Result<> markSeen(const std::string &id) override;

private:
    PortFactory &m_ports;
};

}  // namespace wikivault
