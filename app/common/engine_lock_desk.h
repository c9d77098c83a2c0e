#pragma once

#include "app/common/port_factory.h"
#include "engine/ports/lock_desk.h"

namespace wikivault {

/// The locks of one profile.
class EngineLockDesk final : public LockDesk {
public:
    explicit EngineLockDesk(PortFactory &ports) : m_ports(ports) {}

    Result<> askToStop(const SpaceId &space, const std::string &expectedHolder) override;
    Result<> hold(const HoldOrder &order, const std::function<void()> &held, std::stop_token stop) override;

private:
    PortFactory &m_ports;
};

}  // namespace wikivault
