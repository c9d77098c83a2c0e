#pragma once

#include "app/common/port_factory.h"
#include "engine/ports/activity_store.h"
#include "engine/ports/desk.h"

namespace wikivault {

/// Journal, locks and checks of one profile.
class EngineLedgerDesk final : public LedgerDesk {
public:
    explicit EngineLedgerDesk(PortFactory &ports) : m_ports(ports) {}

    Result<std::vector<RunRecord>> runs(const RunFilter &filter) override;
    Result<RunRecord> run(const RunId &id) override;
    Result<std::vector<Item>> items(const RunId &id) override;
    Result<std::vector<LockInfo>> locks() override;
    Result<> releaseLock(const SpaceId &space, const std::string &expectedHolder) override;
    std::vector<DoctorCheck> doctor(std::stop_token stop) override;

private:
    PortFactory &m_ports;
};

/// What needed a person, of one profile.
class EngineActivityStore final : public ActivityStore {
public:
    explicit EngineActivityStore(PortFactory &ports) : m_ports(ports) {}

    Result<std::vector<Activity>> activity() override;
    Result<> keepActivity(const std::vector<Activity> &all) override;

private:
    PortFactory &m_ports;
};

}  // namespace wikivault
