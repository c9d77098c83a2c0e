#pragma once

#include "engine/core/result.h"
#include "engine/ports/space_memory.h"
#include "engine/ports/vault.h"
#include "engine/ports/work_tree.h"

#include <string>

namespace wikivault::git {

struct OpenVaultRequest {
    std::string path;         ///< absolute path of the vault directory
    SpaceId space;            ///< whose vault it is
    VaultMemory memory = {};  ///< when known, finding no vault or another one is Corrupt, never a reason to create
    bool scratch = false;     ///< preview: nothing on disk changes; a missing vault is an empty one in memory
};

/// Opens the vault at exactly `path` (no upward discovery), creating it when the directory is missing, empty, or holds
/// nothing but `.git/wikivault`; pins the local configuration and gives it an id. Call initialiseGit() once per process
/// before. Invalid: `path` is a file, or holds something that is no vault. Corrupt: damaged, gone, or another vault.
[[nodiscard]] Result<OpenedVault> openVault(const OpenVaultRequest &request);
/// Whether openVault() would find a vault or could make one, as far as the files' names tell; writes nothing.
[[nodiscard]] Result<> checkVault(const OpenVaultRequest &request);

/// libgit2 start-up with fsync on, owner validation off, strict limits. Safe to call again.
void initialiseGit();

}  // namespace wikivault::git
