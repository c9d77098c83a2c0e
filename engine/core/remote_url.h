#pragma once

#include "engine/core/result.h"

#include <string>
#include <string_view>

namespace wikivault {

enum class RemoteScheme { Ssh, Https, File };

/// The address of a git repository, taken apart. Only parseRemoteUrl() makes one, so `text` may be handed to git.
struct RemoteUrl {
    RemoteScheme scheme = RemoteScheme::File;
    std::string text;  ///< as given
    std::string user, host, path;
    int port = 0;  ///< 0: the scheme's own
    friend bool operator==(const RemoteUrl &, const RemoteUrl &) = default;
};

/// `ssh://[user@]host[:port]/path`, `[user@]host:path`, `https://[user@]host[:port]/path`, `file:///path` or `/path`.
/// Invalid for everything else: what could reach a shell, another program or a plain-text transport, and a password.
[[nodiscard]] Result<RemoteUrl> parseRemoteUrl(std::string_view text);

/// A name git takes for a branch, and that is none of the engine's own.
[[nodiscard]] Result<> checkBranchName(std::string_view name);

/// Equal for two addresses that name one repository, spelled differently perhaps.
[[nodiscard]] std::string repositoryKey(const RemoteUrl &url);

}  // namespace wikivault
