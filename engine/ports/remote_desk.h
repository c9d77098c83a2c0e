#pragma once

#include "engine/core/ids.h"
#include "engine/core/remote.h"
#include "engine/core/result.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace wikivault {

/// What is known of a space's remote without asking the server.
struct RemoteRow {
    SpaceId space;
    std::string slug, name;
    std::string url, branch;  ///< without a password; "" = the space has none
    std::string setting;      ///< why what the settings say cannot be; "" = it can
    RemoteStatus status;
    std::optional<int> ahead,
        behind;  ///< commits of main that the branch lacked when it was seen last, and the reverse
    RemoteAuth auth = RemoteAuth::None;
    std::string wikiAuthor = {};  ///< whose edits people's commits become in the wiki; "" = nobody writes there
    std::string gitAuthor = {};   ///< whose commits the wiki's edits become: `Name <address>`
};

/// What following the remote would do to main.
struct FollowPreview {
    std::string tip;                                        ///< hex: where the branch stands there
    int left = 0;                                           ///< commits of main that it does not hold
    std::vector<std::string> comesIn, changes, isOnlyHere;  ///< files
};

struct RemoteCommit {
    std::string id;  ///< hex
    std::string author, subject;
    TimePoint at;
};

/// What a look at the remote brought.
struct RemoteNews {
    static constexpr int kMostCommits = 100;
    std::string url, branch;                                  ///< without a password
    std::string tip;                                          ///< hex: where the branch stands there; "" = nowhere
    bool isAsked = false;                                     ///< the server answered
    RemoteProblem problem = {RemoteFault::None, {}, {}, {}};  ///< why the next run will not take it in
    int ahead = 0, behind = 0;                                ///< commits only main has; commits only the branch has
    std::vector<RemoteCommit> commits;                        ///< the newest of the latter
};

/// Remotes as front ends see them. Pushes and follows are runs: RunRequest::remoteAct. Blocks; safe from any thread.
class RemoteDesk {
public:
    virtual ~RemoteDesk() = default;
    virtual Result<std::vector<RemoteRow>> remotes(std::stop_token stop) = 0;
    /// Asks the server and transfers nothing. RemoteFault::None: the detail says what it has.
    virtual Result<RemoteProblem> test(const SpaceId &space, std::stop_token stop) = 0;
    /// A person has compared the fingerprint.
    virtual Result<> trustHost(const SpaceId &space, const std::string &fingerprint, std::stop_token stop) = 0;
    /// Brings the branch's commits into the vault's objects and remembers where it stands; main, files and wiki stay as
    /// they are until the next run. NotFound: the space has no vault yet.
    virtual Result<RemoteNews> fetch(const SpaceId &space, std::stop_token stop) = 0;
    /// Brings the branch's commits into the vault's objects and moves nothing.
    virtual Result<FollowPreview> previewFollow(const SpaceId &space, std::stop_token stop) = 0;
};

}  // namespace wikivault
