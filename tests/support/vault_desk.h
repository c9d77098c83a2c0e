#pragma once

#include "engine/adapters/git/open_vault.h"

#include <map>
#include <string>

namespace wikivault::test {

using Texts = std::map<std::string, std::string>;

inline const SpaceId kVaultSpace("0190a000-0000-7000-8000-000000000003");
/// A vault was here, and nothing more is remembered.
[[nodiscard]] inline VaultMemory knownVault(bool known = true) {
    VaultMemory memory;
    memory.known = known;
    return memory;
}

/// A real vault with the bookkeeping a cycle does around its work tree. Ends the program on any failure.
struct VaultDesk {
    std::string path;
    OpenedVault opened;
    VaultTree published;  ///< what the worktree ref says

    explicit VaultDesk(std::string where);
    /// As a new process would.
    void reopen();
    [[nodiscard]] VaultTree treeOf(const Texts &texts) const;
    /// A commit with these files on top of `ref`, which moves there.
    CommitId commit(const std::string &ref, const VaultTree &files) const;
    [[nodiscard]] DiskScan scan() const;
    /// The changes of a scan, one per line: `+new`, `~changed`, `-gone`.
    [[nodiscard]] std::string changes() const;
    /// main becomes `target`, the disk follows, and the worktree ref says so.
    PublishReport publish(const VaultTree &target);
    /// As a cycle without conflicts: what the disk has goes into main.
    PublishReport capture();
    /// `git status`, every untracked file listed; empty = clean.
    [[nodiscard]] std::string status() const;
    /// What `git fsck --full --strict` complains about.
    [[nodiscard]] std::string fsck() const;
};

}  // namespace wikivault::test
