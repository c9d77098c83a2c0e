#pragma once

#include "engine/adapters/git/disk_walk.h"
#include "engine/adapters/git/object_store.h"
#include "engine/adapters/git/stat_cache.h"

namespace wikivault::git {

/// What the files on disk hold, as blobs. Reads a file only when its times say it may have changed.
class DiskContents {
public:
    DiskContents(ObjectStore &store, StatCache &cache, bool keepsExecutable)
        : m_store(store),
          m_cache(cache),
          m_keepsExecutable(keepsExecutable) {}

    /// The entry a regular file, or a link where `before` is one, amounts to. Its content is stored in the vault
    /// unless it is `before`'s. Invalid: a link, a device or a directory. Unavailable: it is being written.
    [[nodiscard]] Result<TreeEntry> entryOf(Beneath &root, const DiskFile &file,
                                            const std::optional<TreeEntry> &before);
    [[nodiscard]] StatCache &cache() { return m_cache; }

private:
    struct Content {
        BlobId blob;
        std::optional<std::string> text;  ///< nothing when the cache knew the blob
    };
    [[nodiscard]] Result<Content> regular(Beneath &root, const DiskFile &file);
    [[nodiscard]] static Result<Content> link(Beneath &root, const DiskFile &file);
    [[nodiscard]] Result<Content> contentOf(Beneath &root, const DiskFile &file,
                                            const std::optional<TreeEntry> &before);
    [[nodiscard]] std::uint32_t modeOf(const DiskStamp &stamp, const std::optional<TreeEntry> &before) const;

    ObjectStore &m_store;
    StatCache &m_cache;
    bool m_keepsExecutable;
};

inline constexpr std::uint32_t kLinkMode = 0120000;
inline constexpr std::uint32_t kSubmoduleMode = 0160000;

}  // namespace wikivault::git
