#pragma once

#include "engine/core/result.h"
#include "engine/core/settings.h"

#include <string>

namespace wikivault {

/// The first line that a command prints, run by the shell, or what the keyring holds; nothing of it is ever logged.
struct SecretSource {
    std::string command;
    std::string variable;  ///< `DOCMOST_PASSWORD_COMMAND`
    std::string profile;   ///< whose secret the keyring is asked for
};
/// Blocks, a minute at most: somebody may have to unlock a store.
[[nodiscard]] Result<std::string> secretFrom(const SecretSource &source);

/// The secrets that may be kept there: those with a `…_COMMAND`.
[[nodiscard]] bool mayBeInKeyring(const std::string &variable);
[[nodiscard]] std::string keyringKey(const std::string &profile, const std::string &variable);
/// Blocks like secretFrom(). Unavailable, with what to do: there is no keyring, or it stays locked.
[[nodiscard]] Result<> storeInKeyring(const std::string &profile, const std::string &variable,
                                      const std::string &secret);
[[nodiscard]] Result<> forgetInKeyring(const std::string &profile, const std::string &variable);

}  // namespace wikivault
