#pragma once

#include "engine/adapters/git/disk_walk.h"
#include "engine/adapters/git/git_call.h"
#include "engine/adapters/git/lock_note.h"
#include "engine/adapters/git/stat_cache.h"
#include "engine/ports/work_tree.h"

#include <memory>
#include <string>
#include <unordered_set>

namespace wikivault::git {

struct IndexRequest {
    const VaultTree &published, &target;
    const std::unordered_set<std::string> &deleted;  ///< files a person removed, as the last scan saw
    Beneath &root;
    const StatCache &cache;
};

/// Holds `.git/index.lock`, made by this object.
class HeldIndex final : public IndexGuard {
public:
    HeldIndex(std::string gitDir, std::unique_ptr<LockNote> note, Fd lock)
        : m_gitDir(std::move(gitDir)),
          m_note(std::move(note)),
          m_lock(std::move(lock)) {}
    ~HeldIndex() override;
    HeldIndex(const HeldIndex &) = delete;
    HeldIndex &operator=(const HeldIndex &) = delete;
    /// Makes the index say `target` for every path of `published` and `target`; what a person staged beside them and
    /// has on disk stays. Writes nothing when nothing differs.
    [[nodiscard]] Result<> makeEqual(const IndexRequest &request);
    /// Puts an index with exactly `entries` in the place of whatever is there.
    [[nodiscard]] Result<> rebuild(const VaultTree &entries);

private:
    [[nodiscard]] Result<> replaceBy(git_index *index, const std::string &path);
    [[nodiscard]] std::string lockPath() const { return m_gitDir + "/index.lock"; }

    std::string m_gitDir;
    std::unique_ptr<LockNote> m_note;
    Fd m_lock;
};

/// A null pointer: a living process holds the index.
[[nodiscard]] Result<std::unique_ptr<IndexGuard>> lockIndexFile(const std::string &gitDir);
/// Corrupt: unreadable. A missing index is an empty one.
[[nodiscard]] Result<Index> openIndex(const std::string &path);
/// Paths a sparse checkout leaves out of the work tree.
[[nodiscard]] std::unordered_set<std::string> sparsePaths(const std::string &gitDir);

}  // namespace wikivault::git
