#pragma once

#include "engine/adapters/git/disk_stamp.h"
#include "engine/adapters/git/file_call.h"
#include "engine/core/vault_tree.h"

#include <optional>
#include <stop_token>
#include <string>
#include <vector>

namespace wikivault::git {

/// Opens directories beneath one root, name by name: a link anywhere on the way is refused, not followed.
class Beneath {
public:
    [[nodiscard]] static Result<Beneath> open(const std::string &root);
    /// The directory of `path` (`A/B` for `A/B/Page.md`). NotFound: missing. Invalid: something else stands there.
    /// The descriptor stays valid until the next call.
    [[nodiscard]] Result<int> directoryOf(const std::string &path, bool create = false);
    /// Removes the directories of `path` that are empty now, from the inside out.
    void removeEmptyDirectories(const std::string &path);
    /// Forgets open directories, which may be gone.
    void forget();
    [[nodiscard]] int root() const { return m_root.value(); }

private:
    struct Level {
        std::string name;
        Fd directory;
    };
    explicit Beneath(std::string path, Fd root) : m_path(std::move(path)), m_root(std::move(root)) {}

    std::string m_path;
    Fd m_root;
    std::vector<Level> m_levels;  // the chain of the last path
};

/// The last name of a path.
[[nodiscard]] std::string baseName(const std::string &path);

struct DiskFile {
    std::string path;
    DiskStamp stamp;  ///< of the entry itself, links not followed
};

struct DiskListing {
    std::vector<DiskFile> files;          ///< tracked entries and page files of any type
    std::vector<std::string> unreadable;  ///< directories `A/B/` and names that cannot be kept
    int untracked = 0;                    ///< everything else; a directory that is not entered counts once
    std::vector<std::string> hidden;      ///< `A/.B/`, of every file's listing: an outer one before those in it
    bool isPlain = true;                  ///< no links, nothing unreadable
};

/// Lists what matters of the directory beneath `root`, by path. Directories whose name starts with a dot are entered
/// only for what `tracked` has in them; `.git` never is. Null: every file of every such directory.
[[nodiscard]] Result<DiskListing> listDisk(const Beneath &root, const VaultTree *tracked, std::stop_token stop);
/// What that gives for `tracked`, out of a listing of every file; nothing: it does not tell.
[[nodiscard]] std::optional<DiskListing> relevantOf(DiskListing whole, const VaultTree &tracked);

}  // namespace wikivault::git
