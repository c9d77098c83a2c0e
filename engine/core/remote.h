#pragma once

#include "engine/core/remote_url.h"
#include "engine/core/settings.h"
#include "engine/core/space.h"
#include "engine/core/time.h"

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

/// What a space's remote is, and what can go wrong with it.
namespace wikivault {

/// The branch of a git server that a space follows.
struct RemoteSpec {
    RemoteUrl url;
    std::string branch;
    friend bool operator==(const RemoteSpec &, const RemoteSpec &) = default;
};

/// Nothing: the space has none. Invalid: the sentence says which setting is wrong and why.
[[nodiscard]] Result<std::optional<RemoteSpec>> remoteFor(const Settings &settings, const Space &space);
/// The same, and Invalid when another of `spaces` follows the same branch of the same repository.
[[nodiscard]] Result<std::optional<RemoteSpec>> remoteAmong(const Settings &settings, const Space &space,
                                                            const std::vector<Space> &spaces);

/// The same for one space after another, however many there are.
class RemotesOfSpaces {
public:
    RemotesOfSpaces(const Settings &settings, const std::vector<Space> &spaces);
    [[nodiscard]] Result<std::optional<RemoteSpec>> of(const Space &space) const;

private:
    [[nodiscard]] static std::string keyOf(const RemoteSpec &spec);

    const Settings &m_settings;
    std::map<std::string, std::vector<Space>> m_followers;
};

/// How the server is told who we are.
enum class RemoteAuth { None, Agent, Key, Token, TokenCommand, Helpers };
/// `agent`, `key`, `token`, `token-command`, `git-helpers`; None, of a path, is "".
[[nodiscard]] std::string_view toWord(RemoteAuth auth);
[[nodiscard]] RemoteAuth remoteAuth(const Settings &settings, const RemoteUrl &url);

/// What who asks for the remote of such a space is told.
[[nodiscard]] Error noRemote(const Space &space);

enum class RemoteFault {
    None,
    HostKeyUnknown,  ///< nobody has looked at the server's key yet
    HostKeyChanged,
    AuthRefused,
    NotFound,
    Unreachable,
    TimedOut,
    Protected,       ///< the server refuses to move the branch
    Declined,        ///< a hook of the server said no
    NonFastForward,  ///< somebody pushed meanwhile
    Rewritten,       ///< the branch no longer holds what we saw there
    Deleted,
    Unrelated,  ///< no common history, and other pages
    Hostile,    ///< what was fetched may not stand in a vault
    NoGit,
    Cancelled,
    Other,
};
/// `host-key-unknown` …; None is "".
[[nodiscard]] std::string_view toWord(RemoteFault fault);
[[nodiscard]] RemoteFault remoteFaultFrom(std::string_view word);
/// A person has to decide: trying again changes nothing.
[[nodiscard]] bool needsPerson(RemoteFault fault);

struct RemoteProblem {
    RemoteFault fault = RemoteFault::Other;
    std::string detail;                         ///< a sentence: what, where, what to do
    std::string fingerprint, knownFingerprint;  ///< of the server's key; of the one it had before
    friend bool operator==(const RemoteProblem &, const RemoteProblem &) = default;
};

/// What is remembered about a space's remote between cycles; derived, and shown to people.
struct RemoteStatus {
    std::string url, branch;  ///< whose state it is
    std::string tip;          ///< hex: where the branch stood when it was looked at last; "" = nowhere
    std::optional<TimePoint> lastFetch, lastPush;
    RemoteFault fault = RemoteFault::None;
    std::string problem, fingerprint, knownFingerprint;
    std::optional<TimePoint> since;      ///< of the fault
    int failures = 0;                    ///< in a row
    std::optional<TimePoint> notBefore;  ///< the poll asks no sooner
    bool offersMirror = false;           ///< the server has refs that are the engine's own; they are ignored
    friend bool operator==(const RemoteStatus &, const RemoteStatus &) = default;
};

}  // namespace wikivault
