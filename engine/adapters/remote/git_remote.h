#pragma once

#include "engine/adapters/remote/child_process.h"
#include "engine/core/result.h"
#include "engine/ports/remote.h"

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace wikivault::remote {

struct GitRemoteRequest {
    RemoteSpec spec;
    std::string vault;       ///< absolute path of the vault directory
    std::string knownHosts;  ///< the console's own list of host keys, beside the user's
    std::string sshKey;      ///< "" = the agent, and what ssh's configuration says
    std::string httpsUser;
    std::function<Result<std::string>()> httpsToken;  ///< null = git's own credential helpers
    std::map<std::string, std::string> environment;   ///< of this process; a few of them are handed on
    ChildLimits limits = {};
};

/// The system's git as a child process per call. It works on a repository of its own below `.git/wikivault` that shares
/// the vault's objects, so neither the vault's configuration nor its refs or hooks play a part.
[[nodiscard]] std::unique_ptr<Remote> makeGitRemote(GitRemoteRequest request);

}  // namespace wikivault::remote
