#pragma once

#include "models/remote_commands.h"

#include <map>
#include <string>

namespace wikivault {

class ConsoleCommands;
struct Notice;

/// Remotes: asked, followed, trusted.
class RemoteActs final : public RemoteCommands {
public:
    explicit RemoteActs(ConsoleCommands &console) : m_console(console) {}

    void refreshRemotes() override;
    void testRemote(const SpaceId &space, QObject *context, std::function<void(RemoteProblem)> answer) override;
    void fetchRemote(const SpaceId &space, QObject *context, std::function<void(Result<RemoteNews>)> answer) override;
    void transfer(const SpaceId &space, RemoteAct act, const QString &branch) override;
    void moveTo(const SpaceId &space, const QString &branch) override;
    void trustHost(const SpaceId &space, const QString &fingerprint) override;
    void previewFollow(const SpaceId &space, QObject *context,
                       std::function<void(Result<FollowPreview>)> answer) override;

    /// Adds what the run did at the git server to what is told of it.
    void tellTransfer(Notice &notice, const RunRequest &request, const RunReport &report);

private:
    void followMoved(const RunRequest &request, const RunReport &report);

    ConsoleCommands &m_console;
    std::map<SpaceId, std::string> m_moving;  ///< to which branch, once it is pushed
};

}  // namespace wikivault
