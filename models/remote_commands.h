#pragma once

#include "engine/ports/desk.h"
#include "engine/ports/remote_desk.h"

#include <QObject>
#include <QString>

#include <functional>

namespace wikivault {

/// What a view may ask about remotes; the rules of models/commands.h hold.
class RemoteCommands {
public:
    virtual ~RemoteCommands() = default;
    virtual void refreshRemotes() = 0;
    /// Asks the server and transfers nothing. Of this, fetchRemote(), trustHost() and
    /// previewFollow() the last asked is answered.
    virtual void testRemote(const SpaceId &space, QObject *context, std::function<void(RemoteProblem)> answer) = 0;
    /// What came waits for the next run.
    virtual void fetchRemote(const SpaceId &space, QObject *context,
                             std::function<void(Result<RemoteNews>)> answer) = 0;
    /// A run; `branch`: of a push, another one than the space's own.
    virtual void transfer(const SpaceId &space, RemoteAct act, const QString &branch) = 0;
    /// A push to that branch; once it is there, the space follows it, by the profile.
    virtual void moveTo(const SpaceId &space, const QString &branch) = 0;
    virtual void trustHost(const SpaceId &space, const QString &fingerprint) = 0;
    virtual void previewFollow(const SpaceId &space, QObject *context,
                               std::function<void(Result<FollowPreview>)> answer) = 0;
};

}  // namespace wikivault
