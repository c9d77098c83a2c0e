#pragma once

#include "app/common/port_factory.h"
#include "engine/ports/desk.h"
#include "engine/ports/fix_desk.h"

namespace wikivault {

/// Fixes of one profile. What touches a vault does it with the space's lock held, as a run would.
class EngineFixDesk final : public FixDesk {
public:
    explicit EngineFixDesk(PortFactory &ports) : m_ports(ports) {}

    Result<DoctorFix> look(const std::string &word, std::stop_token stop) override;
    Result<std::string> make(const DoctorFix &fix, std::stop_token stop) override;

private:
    /// A fix by its parts.
    struct Target {
        std::string check;
        std::optional<Space> space;
    };
    Result<Target> targetOf(const std::string &word, const std::stop_token &stop);
    Result<DoctorFix> lookAtVault(const Space &space);
    Result<DoctorFix> lookAtNewVault(const Space &space);
    Result<DoctorFix> lookAtStrangeVault(const Space &space);
    Result<DoctorFix> lookAtLock(const Space &space);
    Result<DoctorFix> lookAtDataDir();
    Result<DoctorFix> lookAtState();
    Result<std::string> mendVault(const Space &space);
    Result<std::unique_ptr<Lease>> holdStill(const Space &space);
    Result<std::string> startAnew(const Space &space);
    Result<std::string> takeStrangeVault(const Space &space);
    Result<std::string> mendDataDir();
    Result<std::string> startStateAnew();

    PortFactory &m_ports;
};

/// Between a vault's folder and the moment it was set aside.
inline constexpr std::string_view kSetAside = ".set-aside-";
/// The fix of a damaged state.db.
inline constexpr const char *kStateFix = "state";
/// A sound vault that could be the space's, and is not the one that was there; read only.
[[nodiscard]] std::optional<OpenedVault> anotherVault(PortFactory &ports, const SpaceId &space);
/// What main and docmost hold can be read, down to the names of files.
[[nodiscard]] Result<> readBranches(Vault &vault);
/// The command line that makes a fix; what the doctor's checks offer.
[[nodiscard]] std::string fixCommand(const Settings &settings, const std::string &word);

}  // namespace wikivault
