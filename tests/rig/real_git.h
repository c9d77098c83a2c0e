#pragma once

#include "tests/rig/persons_git.h"

#include <optional>
#include <string>
#include <vector>

namespace wikivault::rig {

/// Git itself, as a person starts it in the vault.
class RealGit final : public PersonsGit {
public:
    explicit RealGit(std::string vault) : m_vault(std::move(vault)) {}
    void commitAll() override;
    void revertLast() override;
    void resetLast() override;
    void squash() override;
    [[nodiscard]] bool isAway() override;
    [[nodiscard]] bool isMerging() override;
    void leaveMain(Uncommitted what, bool anew) override;
    void backToMain(Uncommitted what) override;
    void merge(const Merging &merging) override;
    void endMerge(bool finish) override;
    void rebase(Take take) override;
    void stash(bool withUntracked) override;
    void unstash(Take take) override;
    bool followWithMirror() override;

    /// Names git knows what is shelved by.
    [[nodiscard]] std::vector<std::string> shelvedRefs() const;

private:
    /// Says whether git did it.
    bool run(const std::vector<std::string> &arguments) const;
    [[nodiscard]] std::string say(const std::vector<std::string> &arguments) const;
    [[nodiscard]] bool isThere(const std::string &path) const;
    [[nodiscard]] bool isOnSide() const;
    [[nodiscard]] std::vector<std::string> localCommits() const;
    void settle(Take take) const;
    bool mergeOnce(const Merging &merging) const;

    std::string m_vault;
};

}  // namespace wikivault::rig
