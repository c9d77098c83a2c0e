#pragma once

#include "engine/core/ids.h"
#include "engine/core/remote.h"

#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <tl/expected.hpp>
#include <variant>
#include <vector>

namespace wikivault {

template <class T>
using FromRemote = tl::expected<T, RemoteProblem>;

/// What the server has, without anything being transferred.
struct RemoteView {
    std::optional<CommitId> tip;    ///< of the branch
    bool hasOtherBranches = false;  ///< looked at only when the branch is not there
    bool offersMirror = false;      ///< it has refs named as the engine's own
};

/// What a transfer says while it goes on: `Receiving objects:  45%`. Called about once a second, on the calling
/// thread, also when there is nothing new to say; must not block.
using TransferSink = std::function<void(const std::string &line)>;

/// One branch of one repository elsewhere. Every call blocks until it succeeded, failed, timed out or was stopped, and
/// leaves no process behind. Nothing is ever forced. One instance belongs to one thread.
class Remote {
public:
    virtual ~Remote() = default;
    [[nodiscard]] virtual const RemoteSpec &spec() const = 0;
    virtual FromRemote<RemoteView> look(std::stop_token stop) = 0;
    /// Brings the branch's commits into the vault's objects, referenced from nowhere yet, and says where it stands.
    /// `have`: commits the vault has already.
    virtual FromRemote<CommitId> fetch(const std::vector<CommitId> &have, const TransferSink &sink,
                                       std::stop_token stop) = 0;
    /// Moves a branch there forward to `commit`, or makes it. Success means that the server said so for this branch.
    virtual FromRemote<std::monostate> push(const CommitId &commit, const std::string &branch, const TransferSink &sink,
                                            std::stop_token stop) = 0;
    /// Takes the server's key into the console's own list, if it is still the one with this fingerprint.
    virtual FromRemote<std::monostate> trustHost(const std::string &fingerprint, std::stop_token stop) = 0;
};

}  // namespace wikivault
