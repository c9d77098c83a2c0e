#pragma once

#include "engine/adapters/remote/git_remote.h"

#include <optional>
#include <string>

namespace wikivault::remote {

struct HostKey {
    std::string line;         ///< as known_hosts has it
    std::string fingerprint;  ///< `SHA256:…`
};

/// The key the server shows now, over the very way git's ssh takes. Nothing is remembered and nobody logs in.
[[nodiscard]] std::optional<HostKey> askHostKey(const GitRemoteRequest &request, std::stop_token stop);
/// Puts it into `knownHosts`, which only this user can read.
[[nodiscard]] bool rememberHostKey(const std::string &knownHosts, const HostKey &key);
/// Of the key in a line of known_hosts; "" when there is none.
[[nodiscard]] std::string fingerprintOf(const std::string &line);
/// The line ssh complains about, in `Offending ED25519 key in /home/kim/.ssh/known_hosts:3`.
[[nodiscard]] std::string offendingFingerprint(const std::string &said);

}  // namespace wikivault::remote
