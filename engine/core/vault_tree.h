#pragma once

#include "engine/core/ids.h"
#include "engine/core/shared_map.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace wikivault {

struct TreeEntry {
    BlobId blob;
    std::uint32_t mode = 0100644;  ///< git's file mode; 0120000 symlink and 0160000 submodule are never followed
    friend bool operator==(const TreeEntry &, const TreeEntry &) = default;
};

/// Every file of a commit, flattened: `Folder/Page.md` → entry. Paths are UTF-8 with `/`.
using VaultTree = SharedMap<std::string, TreeEntry>;

/// Nothing: no such file.
[[nodiscard]] std::optional<TreeEntry> entryAt(const VaultTree &tree, const std::string &path);
/// Nothing takes the file out.
void setEntry(VaultTree &tree, const std::string &path, const std::optional<TreeEntry> &entry);

/// A path where two trees differ.
struct TreeChange {
    std::string path;
    std::optional<TreeEntry> before, after;
};
/// What leads from one tree to another, by path; nothing: more than some hundred changes, which are dearer to follow
/// than the whole tree is to read.
[[nodiscard]] std::optional<std::vector<TreeChange>> fewChanges(const VaultTree &from, const VaultTree &to);

/// A page file is a regular `*.md` file without a path segment that starts with a dot.
[[nodiscard]] bool isPageFile(const std::string &path, std::uint32_t mode = 0100644);

struct Signature {
    std::string name, email;
};

struct CommitInfo {
    Signature author;
    std::string message;       ///< subject, blank line, trailers
    std::int64_t seconds = 0;  ///< since the epoch, UTC
};

struct CommitFacts {
    TreeId tree;
    std::vector<CommitId> parents;
    CommitInfo info;
};

/// One compare-and-swap: `from` nothing = the ref must not exist; `to` nothing = the ref is deleted.
struct RefMove {
    std::string ref;  ///< full name: `refs/heads/main`
    std::optional<CommitId> from, to;
};

namespace refs {
inline constexpr const char *kMain = "refs/heads/main";
inline constexpr const char *kMirror = "refs/heads/docmost";
inline constexpr const char *kLastPushed = "refs/docmost/last-pushed";
inline constexpr const char *kWorkTree = "refs/wikivault/worktree";
inline constexpr const char *kEpoch = "refs/wikivault/epoch";
inline constexpr const char *kConflicts = "refs/wikivault/conflicts";
inline constexpr const char *kSettled = "refs/wikivault/settled";
inline constexpr const char *kIntents = "refs/wikivault/intents";
inline constexpr const char *kAttachments = "refs/wikivault/attachments";
}  // namespace refs

}  // namespace wikivault
