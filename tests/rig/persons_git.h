#pragma once

#include <map>
#include <string>

namespace wikivault::rig {

using Files = std::map<std::string, std::string>;  ///< path → text

/// How a person settles a file that git could not merge. Nothing: the whole merge is given up.
enum class Take { Ours, Theirs, Nothing };

/// What becomes of edits nobody committed when another branch is checked out. Carry: committed after all where git
/// refuses to take them along.
enum class Uncommitted { Drop, Commit, Carry };

struct Merging {
    std::string branch;
    Take take = Take::Ours;
    bool fastForward = true;
    bool leaveOpen = false;  ///< MERGE_HEAD stays until endMerge()
};

/// What a person does with plain git in the vault. What git refuses changes nothing.
class PersonsGit {
public:
    virtual ~PersonsGit() = default;
    virtual void commitAll() = 0;
    virtual void revertLast() = 0;  ///< git revert HEAD, first parent
    virtual void resetLast() = 0;   ///< git reset --hard HEAD~1
    virtual void squash() = 0;      ///< the last two commits become one, where both are a person's

    /// HEAD is not at main, or something is in progress: the engine has to wait.
    [[nodiscard]] virtual bool isAway() = 0;
    [[nodiscard]] virtual bool isMerging() = 0;
    /// To the branch `side`; `anew`: made again from where HEAD is.
    virtual void leaveMain(Uncommitted what, bool anew) = 0;
    virtual void backToMain(Uncommitted what) = 0;

    /// Into what is checked out; the branch `side` is deleted once it is merged.
    virtual void merge(const Merging &merging) = 0;
    virtual void endMerge(bool finish) = 0;
    /// A person's newest commits on main, replayed on `side`, or on what the engine's last commit began with.
    virtual void rebase(Take take) = 0;
    virtual void stash(bool withUntracked) = 0;
    virtual void unstash(Take take) = 0;

    /// As the Node engine does once it has pushed: docmost and last-pushed go to main. False: that is no fast-forward.
    virtual bool followWithMirror() = 0;
};

inline constexpr const char *kSide = "side";
inline constexpr const char *kDocmost = "docmost";

}  // namespace wikivault::rig
