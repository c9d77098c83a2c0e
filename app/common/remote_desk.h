#pragma once

#include "app/common/port_factory.h"
#include "engine/ports/remote_desk.h"

namespace wikivault {

/// The remotes of one profile.
class EngineRemoteDesk final : public RemoteDesk {
public:
    explicit EngineRemoteDesk(PortFactory &ports) : m_ports(ports) {}

    Result<std::vector<RemoteRow>> remotes(std::stop_token stop) override;
    Result<RemoteProblem> test(const SpaceId &space, std::stop_token stop) override;
    Result<> trustHost(const SpaceId &space, const std::string &fingerprint, std::stop_token stop) override;
    Result<RemoteNews> fetch(const SpaceId &space, std::stop_token stop) override;
    Result<FollowPreview> previewFollow(const SpaceId &space, std::stop_token stop) override;

private:
    Result<std::unique_ptr<Remote>> open(const SpaceId &space, const std::stop_token &stop);
    Result<> bring(const SpaceId &space, Remote &remote, RemoteNews &news, const std::stop_token &stop);
    Result<> compare(const SpaceId &space, RemoteNews &news);
    RemoteRow rowOf(const Space &space, const RemotesOfSpaces &remotes);

    PortFactory &m_ports;
};

}  // namespace wikivault
