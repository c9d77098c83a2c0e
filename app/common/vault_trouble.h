#pragma once

#include "app/common/port_factory.h"

#include <string>

namespace wikivault {

/// What keeps a vault from being synced.
enum class VaultTrouble {
    None,
    LockInUse,        ///< .git/index.lock is fresh, or a git process works there
    StaleLock,        ///< .git/index.lock of a process that is gone
    MainMissing,      ///< the branch is gone, the mirror is there
    LeftoverMerge,    ///< a merge of docmost that another engine was cut off in
    OtherBranch,      ///< a person checked out something else
    PersonsOperation  ///< merge, rebase, cherry-pick of a person
};

/// How old a lock or a merge has to be before it is taken for left behind (engine.md section 2).
constexpr int kLeftBehindMinutes = 6;

[[nodiscard]] Result<VaultTrouble> troubleOf(const OpenedVault &vault, const std::string &folder, const Clock &clock);

/// Minutes since `file` was written; nothing when it is not there.
[[nodiscard]] std::optional<int> minutesOld(const std::string &file, const Clock &clock);

}  // namespace wikivault
